import { learningSweep } from '../faults/harness/sweeps.ts';
import { examineProposals } from './exam.ts';

await examineProposals({ name: 'learning', text: learningSweep(), arms: 2, givesUp: false });
