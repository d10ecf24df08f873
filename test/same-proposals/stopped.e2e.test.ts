import { stoppedLearningSweep } from '../faults/harness/sweeps.ts';
import { examineProposals } from './exam.ts';

await examineProposals({ name: 'stopped', text: stoppedLearningSweep(), arms: 2, givesUp: true });
