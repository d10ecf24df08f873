/** What every Store must do, for vitest. Cases share one store and do not meet: each makes sweeps of its own. */

import { type Exception, excuse } from '@latentsweep/core/exam';
import { afterAll, beforeAll, describe } from 'vitest';
import { examineAsked } from './exam/asked.ts';
import { examineBands } from './exam/bands.ts';
import { examineBaselines } from './exam/baselines.ts';
import { examineCluster } from './exam/cluster.ts';
import { examineConfigs } from './exam/configs.ts';
import { examineConstraints } from './exam/constraints.ts';
import { examineDeaths } from './exam/deaths.ts';
import { examineFigures } from './exam/figures.ts';
import { examineHistories } from './exam/history.ts';
import { examineInventory } from './exam/inventory.ts';
import { examineLeases } from './exam/leases.ts';
import { examinePredictions } from './exam/predictions.ts';
import { examineProgramReading, examinePrograms } from './exam/programs.ts';
import { examineRaces } from './exam/race.ts';
import { examineRanking } from './exam/ranking.ts';
import { examineSearch } from './exam/search.ts';
import { examineStanding } from './exam/standing.ts';
import { examineSweeps } from './exam/sweeps.ts';
import { examineTargets } from './exam/target.ts';
import { examineTrialFigures } from './exam/trial-figures.ts';
import { examineTrials } from './exam/trials.ts';
import { examineUserSql } from './exam/user-sql.ts';
import { examineVerdicts } from './exam/verdict.ts';
import type { Store } from './port.ts';

export interface ExamOptions {
  /** Random histories to try. */
  readonly histories?: number;
  readonly exceptions?: readonly Exception[];
}

/** `open` makes an empty store; it is closed at the end. */
export function examineStore(name: string, open: () => Promise<Store>, options: ExamOptions = {}): void {
  describe(name, () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store?.close());
    const opened = () => store;
    excuse(options.exceptions ?? []);
    describe('sweeps', () => examineSweeps(opened));
    describe('trials', () => examineTrials(opened));
    describe('leases', () => examineLeases(opened));
    describe('deaths', () => examineDeaths(opened));
    describe('cluster', () => examineCluster(opened));
    describe('searches that learn', () => examineSearch(opened));
    describe('targets', () => examineTargets(opened));
    describe('constraints', () => examineConstraints(opened));
    describe('races', () => examineRaces(opened));
    describe('bands', () => examineBands(opened));
    describe('trials that were asked for', () => examineAsked(opened));
    describe('predictions', () => examinePredictions(opened));
    describe('programs', () => examinePrograms(opened));
    describe('results of programs', () => examineProgramReading(opened));
    describe('inventory', () => examineInventory(opened));
    describe('ranking', () => examineRanking(opened));
    describe('verdicts', () => examineVerdicts(opened));
    describe('figures', () => examineFigures(opened));
    describe('standing', () => examineStanding(opened));
    describe('configs', () => examineConfigs(opened));
    describe('figures of trials', () => examineTrialFigures(opened));
    describe('the baseline', () => examineBaselines(opened));
    describe('a user’s SQL', () => examineUserSql(opened));
    describe('histories', () => examineHistories(opened, options.histories ?? 12));
  });
}
