import { expect, test } from 'vitest';
import type { ClaimedTrial, LeaderboardOptions, Page, Place, Store, Table } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  filledSweep,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

const objects = ({ columns, rows }: Table) =>
  rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));

/** Leaderboard, single trials, conditions. */
export function examineRanking(opened: () => Store): void {
  test('the leaderboard has means, intervals and paired differences', async () => {
    // Values of the replicates: config 0 (baseline) 0, .1, .2; config 1: .1, .3, .2; config 2: all .4.
    const values = [
      [0, 0.1, 0.2],
      [0.1, 0.3, 0.2],
      [0.4, 0.4, 0.4],
    ];
    const sweep = await filledSweep(opened(), 3, 3, {}, (trial) => {
      return values[Number(trial.config['latent_size'])]![trial.replicate]!;
    });
    const [best, middle, base] = objects(await opened().leaderboard(sweep, { limit: 10 }));
    expect(best).toMatchObject({ rank: 1, latent_size: 2, n: 3, sd: 0, tied_with_best: true, n_failed: 0 });
    expect(best).toMatchObject({ undertrained_share: 0 });
    expect(best!['mean']).toBeCloseTo(0.4, 12);
    expect(middle).toMatchObject({
      rank: 2,
      arm: 'vae_mixing',
      loss_weights_kl: 0.125,
      hidden_sizes: [1, 10],
    });
    // Differences to the baseline .1, .2, 0: mean .1, SD .1; t(2 df) = 4.30265; half width 4.30265 x .1 / sqrt 3.
    const half = (4.30265272975 * 0.1) / Math.sqrt(3);
    expect(middle!['vs_baseline']).toBeCloseTo(0.1, 12);
    expect(middle!['vs_baseline_low']).toBeCloseTo(0.1 - half, 9);
    expect(middle!['vs_baseline_high']).toBeCloseTo(0.1 + half, 9);
    expect(middle!['ci_low']).toBeCloseTo(0.2 - half, 9);
    // To the best -.3, -.1, -.2: mean -.2, half width .248: tied. The baseline's -.4, -.3, -.2: -.3 and .248: not.
    expect([middle!['tied_with_best'], base!['tied_with_best']]).toEqual([true, false]);
    expect([base!['vs_baseline'], base!['collapsed_share'], best!['collapsed_share']]).toEqual([
      null,
      null,
      0,
    ]);
    expect(base!['val_mean']).toBeCloseTo(0.09, 12);
  });

  test.each([
    ['its metric', {}, {}],
    ['another metric', {}, { by: 'test_log_loss' }],
    ['its metric, where to minimize', { goal: 'minimize' }, {}],
    ['some', {}, { where: 'latent_size >= 2' }],
  ] as const)('a ranking comes in parts as it does at once: %s', async (_, given, asked) => {
    // Ties at the top, in the middle and at the end; the last config has no result.
    const value = (trial: ClaimedTrial) =>
      [0.4, 0.4, 0.2, 0.2, 0.2, 0.1, 0.1][Number(trial.config['latent_size'])]!;
    const sweep = await ownedSweep(opened(), given);
    await opened().expand(sweep.id, sampleTrials(8, 2), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 16, OWNER, LEASE_MS);
    const outcome = (trial: ClaimedTrial) =>
      Number(trial.config['latent_size']) === 7 ? failed(trial) : completed(trial, value(trial));
    await opened().record(trials.map(outcome));
    for (const rank of ['leaderboard', 'topTrials'] as const) {
      const whole = await opened()[rank](sweep, { ...asked, limit: 100 });
      expect(whole.next).toBeNull();
      expect(whole.rows.length).toBeGreaterThan(5);
      for (const limit of [1, 2, 3, 7]) {
        const rows: (readonly unknown[])[] = [];
        let next: Place | null = {};
        while (next !== null) {
          const after: Pick<LeaderboardOptions, 'after'> = rows.length === 0 ? {} : { after: next };
          const page: Page = await opened()[rank](sweep, { ...asked, limit, ...after });
          expect(page.columns).toEqual(whole.columns);
          rows.push(...page.rows);
          ({ next } = page);
        }
        expect(rows, `${rank} by ${limit}`).toEqual(whole.rows);
      }
    }
  });

  test('measures that are asked for have their means beside the metric', async () => {
    const sweep = await filledSweep(opened(), 3, 2);
    const show = ['active_units', 'val_recall', 'active_units'];
    const where = 'active_units >= 0';
    const page = await opened().leaderboard(sweep, { limit: 2, show, where });
    expect(page.columns.filter((name) => show.includes(name))).toEqual(['active_units', 'val_recall']);
    const { rows } = await opened().query(
      `select config_hash, avg(active_units)::double precision, avg(val_recall)
       from trials where sweep_id = ${sweep.id} group by config_hash`,
    );
    for (const row of objects(page)) {
      const [, ...means] = rows.find(([hash]) => hash === row['config_hash'])!;
      expect([row['active_units'], row['val_recall']]).toEqual(means);
    }
    for (const name of ['test_confusion', 'column_shape']) {
      await expect(opened().leaderboard(sweep, { limit: 1, show: [name] })).rejects.toMatchObject({
        code: 'unknown_metric',
        message: `"${name}" is not a measure of one number.`,
      });
    }
  });

  test('one replicate has no interval and no verdict', async () => {
    const sweep = await filledSweep(opened(), 2, 1);
    const rows = objects(await opened().leaderboard(sweep, { limit: 10 }));
    expect(rows.map((row) => [row['n'], row['sd'], row['ci_low'], row['tied_with_best']])).toEqual([
      [1, null, null, true],
      [1, null, null, null],
    ]);
    expect(rows[0]!['vs_baseline']).toBeCloseTo(0.01, 12);
    expect(rows[0]!['vs_baseline_low']).toBeNull();
  });

  test('failed and diverged trials are counted; a config without results comes last', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(3, 2), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 6, OWNER, LEASE_MS);
    await opened().record(
      trials.map((trial) => {
        if (trial.config['latent_size'] === 2) return trial.replicate ? failed(trial) : diverged(trial);
        return trial.config['latent_size'] === 1 && trial.replicate
          ? failed(trial)
          : completed(trial, sampleValue(trial));
      }),
    );
    const rows = objects(await opened().leaderboard(sweep, { limit: 10 }));
    expect(rows.map((row) => [row['latent_size'], row['n'], row['n_failed'], row['n_diverged']])).toEqual([
      [1, 1, 1, 0],
      [0, 2, 0, 0],
      [2, 0, 1, 1],
    ]);
    expect(rows[2]).toMatchObject({ mean: null, tied_with_best: null });
  });

  test('completed trials without a value of the metric are counted, and a config that has none is shown', async () => {
    const sweep = await ownedSweep(opened(), { metric: 'test_roc_auc' });
    await opened().expand(sweep.id, sampleTrials(2, 3), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 6, OWNER, LEASE_MS);
    await opened().record(
      trials.map((trial) => {
        const defined = trial.config['latent_size'] === 0 && trial.replicate === 1;
        return completed(trial, sampleValue(trial), defined ? {} : { test_roc_auc: Number.NaN });
      }),
    );
    const figures = (rows: ReturnType<typeof objects>) =>
      rows.map((row) => [row['latent_size'], row['n'], row['n_undefined']]);
    const rows = objects(await opened().leaderboard(sweep, { limit: 10 }));
    expect(figures(rows)).toEqual([
      [0, 1, 2],
      [1, 0, 3],
    ]);
    expect(rows[1]).toMatchObject({ mean: null, tied_with_best: null });
    const view = await opened().query(
      `select n, n_undefined from leaderboard where sweep_id = ${sweep.id} order by score desc nulls last`,
    );
    expect(view.rows).toEqual([
      [1, 2],
      [0, 3],
    ]);
    expect((await opened().standing(sweep)).trials).toEqual({ withValue: 1, withoutValue: 5 });
    const byAccuracy = { by: 'test_accuracy' };
    expect(figures(objects(await opened().leaderboard(sweep, { limit: 10, ...byAccuracy })))).toEqual([
      [1, 3, 0],
      [0, 3, 0],
    ]);
    expect((await opened().standing(sweep, byAccuracy)).trials).toEqual({ withValue: 6, withoutValue: 0 });
  });

  test.each(['maximize', 'minimize'] as const)(
    'what is infinite or no number is no value, and comes last: %s',
    async (goal) => {
      const { POSITIVE_INFINITY: more, NEGATIVE_INFINITY: less, NaN: none } = Number;
      const values = [
        [0.1, 0.1],
        [more, none],
        [more, less],
        [0.3, none],
        [less, less],
      ];
      const value = (trial: ClaimedTrial) => values[Number(trial.config['latent_size'])]![trial.replicate]!;
      const sweep = await filledSweep(opened(), 5, 2, { goal }, value);
      const rows = objects(await opened().leaderboard(sweep, { limit: 9 }));
      const finite = goal === 'maximize' ? [3, 0] : [0, 3];
      expect(rows.map((row) => row['latent_size'])).toEqual([...finite, 1, 2, 4]);
      for (const row of rows.slice(2)) {
        expect(row).toMatchObject({ rank: 3, n: 0, n_undefined: 2, mean: null, tied_with_best: null });
      }
    },
  );

  test('the view says the same, and another metric is ranked its own way', async () => {
    const sweep = await filledSweep(opened(), 9, 3);
    const columns =
      'rank, n, mean, sd, ci_low, ci_high, vs_baseline, vs_baseline_low, vs_baseline_high, baseline, baseline_effort, tied_with_best';
    const view = await opened().query(
      `select ${columns}, test_mean, val_mean, collapsed_share, n_diverged, n_failed, config_hash
       from leaderboard where sweep_id = ${sweep.id} order by score desc`,
    );
    const own = objects(await opened().leaderboard(sweep, { limit: 100 }));
    expect(own.map((row) => view.columns.map((column) => row[column]))).toEqual(view.rows);
    // Recall is accuracy + 2/7 here: the same order, the same differences.
    const byRecall = objects(await opened().leaderboard(sweep, { limit: 100, by: 'test_recall' }));
    expect(byRecall.map((row) => row['config_hash'])).toEqual(own.map((row) => row['config_hash']));
    expect(byRecall[1]!['vs_baseline']).toBeCloseTo(own[1]!['vs_baseline'] as number, 12);
    expect(byRecall[1]!['mean']).toBeCloseTo((own[1]!['mean'] as number) + 2 / 7, 12);
    const byLoss = objects(await opened().leaderboard(sweep, { limit: 100, by: 'test_log_loss' }));
    expect(byLoss.map((row) => row['config_hash'])).toEqual(own.map((row) => row['config_hash']).reverse());
    const wrong = opened().leaderboard(sweep, { limit: 1, by: 'test_acuracy' });
    await expect(wrong).rejects.toMatchObject({
      code: 'unknown_metric',
      hint: 'Did you mean test_accuracy?',
    });
  });

  test('where to minimize, less is better', async () => {
    const sweep = await filledSweep(opened(), 3, 2, { metric: 'test_log_loss', goal: 'minimize' });
    const rows = objects(await opened().leaderboard(sweep, { limit: 2 }));
    expect(rows.map((row) => row['latent_size'])).toEqual([0, 1]);
    const trials = objects(await opened().topTrials(sweep, { limit: 2 }));
    expect(trials.map((row) => [row['latent_size'], row['replicate']])).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  test('conditions name parameters with dots or underscores, and metrics', async () => {
    const sweep = await filledSweep(opened(), 8, 2);
    const sizes = async (where: string) =>
      objects(await opened().leaderboard(sweep, { limit: 100, where })).map((row) => row['latent_size']);
    expect(await sizes('latent_size in (2, 3)')).toEqual([3, 2]);
    expect(await sizes('loss_weights.kl >= 0.75')).toEqual([7, 6]);
    expect(await sizes(`"loss_weights_kl" > 0.75 or arm = 'oversample'`)).toEqual([7, 4, 0]);
    expect(await sizes('test_recall > 2.0/7 + 0.06')).toEqual([7, 6]);
    expect(await sizes(`arm = 'it''s -- ; not )'`)).toEqual([]);
    expect(await sizes(`arm = E'\\' or true) --'`)).toEqual([]);
    const trials = objects(
      await opened().topTrials(sweep, { limit: 3, where: 'replicate = 0 and loss_weights.kl < .5' }),
    );
    expect(trials.map((row) => row['latent_size'])).toEqual([3, 2, 1]);
    const page = await opened().trials(sweep, {
      after: 10,
      limit: 100,
      where: "state = 'completed' and number < 14",
    });
    expect(objects(page).map((row) => row['number'])).toEqual([11, 12, 13]);
  });

  test.each<[where: string, message: RegExp, hint: RegExp]>([
    [
      'arm = smote',
      /^The condition compares arm with smote, which is no column\.$/,
      /"arm = 'smote'", the whole in double ones .* Values of arm are oversample, smote\.$/,
    ],
    ['arm="smote"', /compares arm with smote/, /"arm = 'smote'"/],
    ['latent_size > 1 and arm in (none, smote)', /compares arm with none/, /"arm = 'none'"/],
    ['arm not like smote', /compares arm with smote/, /"arm = 'smote'"/],
    ['Arm <> Smote', /compares arm with smote/, /"arm = 'smote'"/],
    ['loss_weights.kll > 1', /names loss_weights\.kll, which is no column/, /Did you mean loss_weights\.kl/],
    ['latent_sise > 1', /names latent_sise, which is no column here/, /Did you mean latent_size\?/],
    ['batch_size = 160', /names batch_size, which is constant here \(= 160\)/, /Leave it out/],
    ['mixing.real > 1', /names mixing\.real, which is constant here \(= 60\)/, /Leave it out/],
    ['mixing_real > 1', /names mixing_real, which is constant here \(= 60\)/, /Names: .*loss_weights\.kl/],
    ['loss_weights.prediction > 1', /\(= 0\.1; 1 for vae_boundary; 0 for vae_conditional; /, /Leave it out/],
    ['zzzz > 1', /names zzzz/, /^It may name .*loss_weights\.kl, .*and the test_ and val_ metrics\.$/],
    ['latent_size == 2', /./, /one `=`/],
    ['latent_size = 2 && arm = 1', /./, /`and`/],
    ['latent_size = 2 || latent_size = 3', /./, /`or`/],
    ["latent_size = 'two'", /./, /Numbers stand as they are/],
    ['arm = 3', /./, /text in single quotes/],
    ['hidden_sizes = [1, 10]', /./, /'\[10, 10\]'/],
    ['latent_size', /./, /"latent_size > 0"/],
  ])('what is wrong with %s', async (where, message, hint) => {
    const arms = [{ name: 'arm', distribution: { values: ['oversample', 'smote'] } }];
    const sweep = await filledSweep(opened(), 2, 1, { definition: { parameters: arms } });
    const told = {
      code: 'bad_where',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    };
    await expect(opened().leaderboard(sweep, { limit: 1, where })).rejects.toMatchObject(told);
    await expect(opened().trials(sweep, { after: 0, limit: 1, where })).rejects.toMatchObject(told);
  });

  test('a bad condition is refused, and does nothing', async () => {
    const sweep = await filledSweep(opened(), 2, 1);
    for (const where of [
      'loss_weights.kll > 1',
      'latent_size = ',
      'true; drop table sweeps',
      'true) or (true',
      'true -- rest',
      'true /* rest',
      `arm = 'open`,
      `arm = '\\' or true) --'`,
      '$$x$$ = arm',
      '',
      'latent_size',
      `(select count(*) from pg_sleep(0)) = set_config('x', 'y', false)`,
    ]) {
      await expect(opened().leaderboard(sweep, { limit: 1, where }), where).rejects.toMatchObject({
        code: 'bad_where',
      });
      await expect(opened().topTrials(sweep, { limit: 1, where }), where).rejects.toMatchObject({
        code: 'bad_where',
      });
    }
    const write = `nextval('sweeps_id_seq') > 0`;
    await expect(opened().trials(sweep, { after: 0, limit: 1, where: write })).rejects.toMatchObject({
      message: expect.stringContaining('read-only'),
    });
    expect(await opened().counts(sweep.id)).toMatchObject({ completed: 2 });
  });
}
