import { examineEngine } from '@latentsweep/core/exam';
import { createTfjsEngine } from './engine.ts';

examineEngine('tfjs on cpu', () => createTfjsEngine({ backend: 'cpu' }), {
  tolerance: { forward: 1e-6, gradient: 1e-5, training: 1e-4, reason: 'f32' },
});
