import { workerFaults } from './families/workers.ts';
import type { Fault } from './harness/fault.ts';

export const FAULTS: readonly Fault[] = [...workerFaults];
