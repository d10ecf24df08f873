import { imageLearningSweep } from '../faults/harness/sweeps.ts';
import { examineProposals } from './exam.ts';

await examineProposals({ name: 'images', text: imageLearningSweep(), arms: 4, givesUp: false });
