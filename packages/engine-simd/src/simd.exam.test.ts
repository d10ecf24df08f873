import { examineEngine } from '@latentsweep/core/exam';
import { createSimdEngine } from './engine.ts';

const reason = 'its cohorts have one lane';

examineEngine('simd', createSimdEngine, {
  tolerance: {
    forward: 1e-6,
    gradient: 1e-5,
    training: 1e-4,
    reason:
      'f32: half a unit in the last place is 6e-8 and a forward pass a few dozen operations deep (seen: 2e-7); a ' +
      'gradient sums rows of either sign; rmsprop divides a small gradient by its own size, so that training carries ' +
      'its relative error into the parameters (seen: 2e-6 and 2e-5)',
  },
  exceptions: [
    { test: 'trains a lane alone as beside others', reason },
    { test: 'trains a classifier alone as beside others', reason },
    { test: 'trains a VAE of images alone as beside others', reason },
    { test: 'evaluates, generates and predicts for some lanes only', reason },
    { test: 'does not carry divergence to the lanes beside it', reason },
  ],
});
