import { examineEngine } from '@latentsweep/core/exam';
import { createTfjsEngine } from './engine.ts';
import { EXCEPTIONS as exceptions } from './fixtures/exceptions.ts';

const tolerance = {
  forward: 1e-6,
  gradient: 1e-5,
  training: 1e-4,
  reason:
    'f32, as the SIMD engine: half a unit in the last place is 6e-8, a forward pass is a few dozen operations deep, ' +
    "and rmsprop divides a small gradient by its own size, so that training carries the gradient's relative error " +
    'into the parameters',
};

examineEngine('tfjs on wasm', () => createTfjsEngine({ backend: 'wasm' }), { tolerance, exceptions });
examineEngine('tfjs on cpu', () => createTfjsEngine({ backend: 'cpu' }), { tolerance, exceptions });
