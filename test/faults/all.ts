import { clockFaults } from './families/clock.ts';
import { cohortFaults } from './families/cohorts.ts';
import { contentFaults } from './families/contents.ts';
import { coordinatorFaults } from './families/coordinators.ts';
import { deckFaults } from './families/deck.ts';
import { diskFaults } from './families/disk.ts';
import { messageFaults } from './families/messages.ts';
import { namespaceFaults } from './families/namespaces.ts';
import { networkFaults } from './families/network.ts';
import { poisonFaults } from './families/poison.ts';
import { programFaults } from './families/programs.ts';
import { serverFaults } from './families/servers.ts';
import { storeLinkFaults } from './families/store-link.ts';
import { versionFaults } from './families/versions.ts';
import { workerFaults } from './families/workers.ts';
import type { Fault } from './harness/fault.ts';

export const FAULTS: readonly Fault[] = [
  ...workerFaults,
  ...coordinatorFaults,
  ...serverFaults,
  ...networkFaults,
  ...storeLinkFaults,
  ...messageFaults,
  ...poisonFaults,
  ...cohortFaults,
  ...programFaults,
  ...diskFaults,
  ...versionFaults,
  ...contentFaults,
  ...clockFaults,
  ...namespaceFaults,
  ...deckFaults,
];
