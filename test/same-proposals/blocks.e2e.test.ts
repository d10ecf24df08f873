import { racedLearningSweep } from '../faults/harness/sweeps.ts';
import { examineProposals } from './exam.ts';

await examineProposals({ name: 'blocks', text: racedLearningSweep(), arms: 2, givesUp: true });
