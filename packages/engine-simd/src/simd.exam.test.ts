import { examineEngine } from '../../core/src/engine/exam.ts';
import { createSimdEngine } from './engine.ts';

examineEngine('simd', createSimdEngine, {
  tolerance: {
    forward: 1e-5,
    gradient: 1e-4,
    training: 1e-3,
    reason: 'f32',
  },
});
