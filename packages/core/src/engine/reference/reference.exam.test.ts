import { examineEngine } from '../exam.ts';
import { createReferenceEngine } from './engine.ts';

examineEngine('reference', createReferenceEngine, {
  tolerance: { forward: 0, gradient: 0, training: 0, reason: 'it is compared with itself' },
});
