import { createHash } from 'node:crypto';
import { type Config, configHash, isBaseline, type Values } from '@latentsweep/core';
import type { FinishedConfig } from '@latentsweep/store';
import { describe, expect, test } from 'vitest';
import type { Question, SweepDefinition } from '../../port.ts';
import { define, parse, withParameters } from '../../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from '../exam.ts';
import { createSearcher, sampleOf } from '../searcher.ts';
import { standingsOf } from './standing.ts';

const top = 'method: bayes\nrun_cap: 180\nreplicates: 3\nbaselines: false';
const compared = (definition: SweepDefinition): SweepDefinition => ({ ...definition, baselines: true });

const continuous = define(
  `learning_rate: { distribution: log_uniform_values, min: 1e-4, max: 1e-2 }
loss_weights: { parameters: { kl: { min: 0.0, max: 1.0 }, prediction: { distribution: log_normal, mu: -2, sigma: 1 } } }
latent_size: { min: 2, max: 20 }`,
  top,
);
const arms = define(
  `arm: { values: [none, oversample, vae_mixing], probabilities: [0.45, 0.45, 0.1] }
loss_weights: { parameters: { kl: { min: 0.0, max: 1.0 } } }
epochs: { values: [5, 10, 20] }`,
  top,
);
const discrete = define(
  'latent_size: { min: 1, max: 20 }\nepochs: { values: [5, 10] }\ndropout: { values: [0, 0.1, 0.2, 0.3] }',
  top,
);
const small = define('latent_size: { min: 1, max: 10 }\nepochs: { values: [5, 10] }', top);
const linked = define(
  'loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }], probabilities: [0.8, 0.2] }\nlearning_rate: { min: 0.001, max: 0.1 }',
  top,
);

for (const lag of [1, 5, 16]) {
  examineSearcher(`bayes ${lag} behind its results`, { ...continuous, lag }, createSearcher, 60);
}
examineSearcher('bayes over arms that share little', arms, createSearcher, 60);
examineSearcher('bayes over a discrete space', discrete, createSearcher, 60);
examineSearcher('bayes over a space smaller than the cap', small, createSearcher, 20);
examineSearcher('bayes over linked values', linked, createSearcher, 60);
examineSearcher('bayes with a baseline each', compared(continuous), createSearcher, 60);
examineSearcher('bayes over arms, with baselines', compared(arms), createSearcher, 60);
examineSearcher('bayes over a discrete space, with baselines', compared(discrete), createSearcher, 60);

const METRICS = [
  'metrics: [{ name: val_accuracy }, { name: val_ece }]',
  'metrics: [{ name: val_f1 }, { name: val_ece }, { name: val_brier }]',
];
const several = (definition: SweepDefinition, count: 2 | 3 = 2): SweepDefinition => {
  const { metric, metrics } = parse(
    withParameters('epochs: { value: 1 }', `method: grid\n${METRICS[count - 2]}`),
  ).definition;
  return { ...definition, metric, metrics: metrics! };
};

const raced: SweepDefinition = { ...continuous, lag: 6, race: { rungs: [2] } };
examineSearcher('bayes with a race', raced, createSearcher, 60);

describe('with a race', () => {
  /** Blocks are asked for with room for so many configs; `pruned` is dropped, with a mean above all others. */
  const asked = (made: number, room: number, pruned: (place: number) => boolean) => {
    const { configs } = sampleOf(createSearcher(continuous), 60);
    const finished = configs.slice(0, made).map(
      (config, place): FinishedConfig => ({
        ...{ place, config, sd: 0.1, violation: 0, pruned: pruned(place) },
        ...(pruned(place) ? { mean: 2, n: 2 } : { mean: place / 100, n: 3 }),
      }),
    );
    const cursor = { draw: made, made: made - 6, misses: 0 };
    return createSearcher(raced).ask({ cursor, made, finished, running: [], room, atMost: room });
  };

  test('an answer is a block, as far as there is room, and none is under way when it is asked', () => {
    const { learnsFrom } = createSearcher(raced);
    expect(learnsFrom!.lookahead).toBe(0);
    const none = () => false;
    expect(asked(12, 40, none)).toMatchObject({ configs: { length: 6 }, exhausted: false });
    // What the race saves of the last ones may make room for others.
    expect(asked(12, 4, none)).toMatchObject({ configs: { length: 4 }, exhausted: false });
    expect(asked(12, 0, none)).toMatchObject({ configs: { length: 0 }, exhausted: true });
  });

  test('what was dropped is known, and never good, whatever its mean is', () => {
    const { reasons } = asked(24, 40, (place) => place % 4 !== 0);
    for (const reason of reasons!) {
      expect(reason).toMatch(/by 3 good and 2[1-9] other results/);
      // Six were not dropped; good are the best three of them.
      expect(reason).toMatch(/^(a draw at random|near proposal (13|17|21)): /);
    }
    expect(asked(24, 40, () => true).reasons![0]).toMatch(/: a race dropped all results$/);
    expect(asked(6, 40, () => true).reasons![0]).toMatch(/: 6 of 10 results are known$/);
  });
});

for (const lag of [1, 16]) {
  examineSearcher(
    `bayes by two objectives, ${lag} behind`,
    several({ ...continuous, lag }),
    createSearcher,
    60,
  );
}
examineSearcher(
  'bayes by three objectives over arms, with baselines',
  several(compared(arms), 3),
  createSearcher,
  60,
);
examineSearcher('bayes by two objectives over a discrete space', several(discrete), createSearcher, 60);

/** Plays a search whose results are those of `score`, one after the other; what it proposed, in order. */
function proposals(
  definition: SweepDefinition,
  score: (config: Values) => number | null | readonly (number | null)[],
  violationOf: (config: Values) => number = () => 0,
) {
  const searcher = createSearcher(definition);
  const { lookahead } = searcher.learnsFrom!;
  const told = (mean: number | null) => ({ mean, sd: null, n: mean === null ? 0 : 1 });
  const history: FinishedConfig[] = [];
  const reasons: string[] = [];
  let question: Question = { cursor: null, made: 0, finished: [], running: [], atMost: 1 };
  for (let exhausted = false; !exhausted; ) {
    const answer = searcher.ask(question);
    for (const config of answer.configs) {
      const [first, ...others] = [score(config)].flat();
      const violation = violationOf(config);
      history.push({
        place: history.length,
        config,
        violation,
        ...told(first!),
        ...(definition.metrics ? { others: others.map(told) } : {}),
      });
    }
    reasons.push(...answer.reasons!);
    const known = Math.max(0, history.length - lookahead);
    ({ exhausted } = answer);
    question = {
      ...{ cursor: answer.cursor, made: history.length, atMost: 1 },
      finished: history.slice(0, known),
      running: history.slice(known).map(({ config }) => config),
    };
  }
  return { configs: history.map(({ config }) => config as Config), reasons, history };
}

const numberOf = (config: Values, name: string) => config[name] as number;

describe('what it learns', () => {
  test('it comes near the best of a continuous space', () => {
    const bowl = (config: Values) =>
      -((Math.log10(numberOf(config, 'learning_rate')) + 3) ** 2) -
      (numberOf(config, 'loss_weights.kl') - 0.7) ** 2 -
      ((numberOf(config, 'latent_size') - 11) / 18) ** 2;
    const { history } = proposals({ ...continuous, lag: 1, runCap: 450 }, bowl);
    const mean = (part: readonly FinishedConfig[]) =>
      part.reduce((sum, one) => sum + one.mean!, 0) / part.length;
    const random = mean(history.slice(0, 10));
    // Every tenth draw or so is one at random still.
    expect(mean(history.slice(-50))).toBeGreaterThan(random / 3);
    expect(Math.max(...history.map((one) => one.mean!))).toBeGreaterThan(-0.02);
  });

  test('it turns to the arm that is best, and to the value that is best there', () => {
    const { configs } = proposals({ ...arms, lag: 4, runCap: 300 }, (config) =>
      config['arm'] === 'vae_mixing' ? 1 - Math.abs(numberOf(config, 'loss_weights.kl') - 0.2) : 0.1,
    );
    const late = configs.slice(-40).filter(({ arm }) => arm === 'vae_mixing');
    // Drawn are 4 in 40.
    expect(late.length).toBeGreaterThan(25);
    const near = late.filter((config) => Math.abs(numberOf(config, 'loss_weights.kl') - 0.2) < 0.15);
    expect(near.length).toBeGreaterThan(late.length / 2);
  });

  test('it turns away from what breaks a constraint, however good that is', () => {
    const kl = (config: Values) => numberOf(config, 'loss_weights.kl');
    // The higher the better, but not above 0.3; drawn are values up to 1.
    const { configs } = proposals({ ...continuous, lag: 4, runCap: 300 }, kl, (config) =>
      Math.max(0, kl(config) - 0.3),
    );
    const late = configs.slice(-40).map(kl);
    expect(late.filter((value) => value <= 0.3).length).toBeGreaterThan(20);
    expect(late.filter((value) => value > 0.2 && value <= 0.3).length).toBeGreaterThan(12);
  });

  test('it turns to the values that go together that are best', () => {
    const { configs } = proposals({ ...linked, lag: 4, runCap: 300 }, (config) =>
      numberOf(config, 'loss_weights.prediction'),
    );
    const late = configs.slice(-40).filter((config) => numberOf(config, 'loss_weights.prediction') === 1);
    // Drawn are 8 in 40.
    expect(late.length).toBeGreaterThan(25);
  });

  test('a higher cap goes on where the lower one ended', () => {
    const score = (config: Values) => numberOf(config, 'loss_weights.kl');
    const first = proposals(continuous, score).configs;
    const all = proposals({ ...continuous, runCap: 270 }, score).configs;
    expect(all).toHaveLength(90);
    expect(all.slice(0, 60)).toEqual(first);
  });

  test('of what is under way it proposes no copies', () => {
    const { configs } = proposals({ ...continuous, lag: 40 }, (config) =>
      numberOf(config, 'loss_weights.kl'),
    );
    expect(new Set(configs.map(configHash)).size).toBe(60);
  });
});

describe('by several objectives', () => {
  const kl = (config: Values) => numberOf(config, 'loss_weights.kl');
  const size = (config: Values) => numberOf(config, 'latent_size');

  test('it comes near all of what can be had of both', () => {
    // Worse by the distance to 0.2 and to 0.6: what lies between is not beaten in both. Drawn are values from 0 to 1.
    const { configs } = proposals({ ...several(continuous), lag: 4, runCap: 450 }, (config) => [
      -((kl(config) - 0.2) ** 2) - ((size(config) - 11) / 18) ** 2,
      -((kl(config) - 0.6) ** 2) - ((size(config) - 11) / 18) ** 2,
    ]);
    const late = configs.slice(-60);
    const between = late.filter(
      (config) => kl(config) > 0.15 && kl(config) < 0.65 && Math.abs(size(config) - 11) < 4,
    );
    // Of draws about a fifth.
    expect(between.length).toBeGreaterThan(35);
    for (const [from, to] of [
      [0.15, 0.35],
      [0.35, 0.5],
      [0.5, 0.65],
    ] as const) {
      expect(between.filter((config) => kl(config) >= from && kl(config) < to).length).toBeGreaterThan(4);
    }
  });

  test('it turns away from what breaks a constraint, however good that is by all', () => {
    const { configs } = proposals(
      { ...several(continuous), lag: 4, runCap: 450 },
      (config) => [kl(config), kl(config) + size(config) / 100],
      (config) => Math.max(0, kl(config) - 0.3),
    );
    // Of draws 16 in 40; what is near the bound from below promises as much from above.
    expect(configs.slice(-40).filter((config) => kl(config) <= 0.4).length).toBeGreaterThan(28);
  });

  test('a config without a value of one counts as a bad one', () => {
    const { configs } = proposals({ ...several(continuous), lag: 1 }, (config) => [
      1 - Math.abs(kl(config) - 0.25),
      kl(config) > 0.5 ? null : size(config),
    ]);
    expect(configs.slice(-30).filter((config) => kl(config) > 0.5).length).toBeLessThan(10);
  });

  test.each([
    ['all have failed', () => [null, null]],
    ['one objective has no value anywhere', (config: Values) => [kl(config), null]],
    ['all results are equal', () => [0.5, 0.25]],
    ['one objective is nowhere a number', (config: Values) => [kl(config), Number.NaN]],
    ['one is infinite', (config: Values) => [Number.NEGATIVE_INFINITY, kl(config)]],
  ])('%s: it is a Sobol sequence', (_, score) => {
    const evenly = configsOf(play(createSearcher({ ...continuous, method: 'sobol' }))).map(configHash);
    expect(proposals(several(continuous), score).configs.map(configHash)).toEqual(evenly);
  });

  test('where one objective says nothing, it proposes by the other', () => {
    const { configs } = proposals({ ...several(continuous), lag: 1, runCap: 300 }, (config) => [
      0.5,
      kl(config),
    ]);
    expect(configs.slice(-40).filter((config) => kl(config) > 0.8).length).toBeGreaterThan(25);
  });

  test('of many results it goes on reading what no other beats', () => {
    const searcher = createSearcher({ ...several(continuous), lag: 16, runCap: 3000 });
    const asked = play(searcher, { objectives: 2 });
    const all = new Map(asked.flatMap(({ question }) => question.finished).map((one) => [one.place, one]));
    const { question } = asked.at(-1)!;
    const front = standingsOf([...all.values()]).filter(({ front }) => front === 0);
    const read = new Set(question.finished.map(({ place }) => place));
    expect(front.filter(({ finished }) => !read.has(finished.place))).toEqual([]);
    expect(question.finished.length).toBeLessThan(450);
  });
});

test('a discrete space that is almost used up is used up to its cap, though few results are read', () => {
  const lines = 'latent_size: { min: 1, max: 30 }\nepochs: { min: 1, max: 30 }';
  const large = define(lines, 'method: bayes\nrun_cap: 800\nbaselines: false');
  const hashes = configsOf(play(createSearcher(large))).map(configHash);
  expect(new Set(hashes).size).toBe(800);
});

describe('where there is nothing to learn from', () => {
  const evenly = (definition: SweepDefinition) =>
    configsOf(play(createSearcher({ ...definition, method: 'sobol' }))).map(configHash);
  const hashes = (score: (config: Values) => number | null) =>
    proposals(continuous, score).configs.map(configHash);

  test.each([
    ['all have failed', () => null],
    ['all results are equal', () => 0.5],
    ['no result is a number', () => Number.NaN],
    ['all are infinite', () => Number.POSITIVE_INFINITY],
  ])('%s: it is a Sobol sequence', (_, score) => {
    expect(hashes(score)).toEqual(evenly(continuous));
  });

  test('its sample is that sequence too', () => {
    expect(sampleOf(createSearcher(continuous), 1000).configs.map(configHash)).toEqual(evenly(continuous));
  });

  test('configs without a value count as bad ones', () => {
    const { configs, reasons } = proposals({ ...continuous, lag: 1 }, (config) => {
      const kl = numberOf(config, 'loss_weights.kl');
      return kl > 0.5 ? null : 1 - Math.abs(kl - 0.25);
    });
    const failing = (part: readonly Values[]) =>
      part.filter((config) => numberOf(config, 'loss_weights.kl') > 0.5).length;
    expect(failing(configs.slice(-30))).toBeLessThan(10);
    expect(reasons.at(-1)).toMatch(/its expected improvement is [\d.]+ times that of any draw$/);
  });
});

test('reasons say where each proposal comes from', () => {
  const { reasons } = proposals({ ...compared(continuous), lag: 1, runCap: 90 }, (config) =>
    isBaseline(config) ? 0 : numberOf(config, 'loss_weights.kl'),
  );
  expect(reasons.slice(0, 2)).toEqual([
    'the baseline of the next one',
    'point 1 of a Sobol sequence: 0 of 10 results are known',
  ]);
  expect(reasons.at(-1)).toMatch(
    /^(near proposal \d+|a draw at random): by \d+ good and \d+ other results its expected improvement is [\d.]+ times that of any draw$/,
  );
});

describe('in a file', () => {
  const notesOf = (metric: string, method = 'bayes') =>
    parse(
      withParameters('dropout: { min: 0.0, max: 0.5 }', `method: ${method}\nrun_cap: 20\n${metric}`),
    ).notes.map(({ path, message, hint }) => `${path}: ${message}. ${hint}`);

  test('it says which rows it learns from, where they are others than it is ranked by', () => {
    expect(notesOf('metric: { name: val_accuracy }')).toEqual([]);
    expect(notesOf('metric: { name: test_accuracy }', 'random')).toEqual([]);
    const said =
      'metric.name: the search learns from val_accuracy; test_accuracy is what configs are ranked by in the end. Nothing to do: test rows decide nothing.';
    expect(notesOf('metric: { name: test_accuracy }')).toEqual([said]);
    expect(notesOf('')).toEqual([said]);
  });

  test('it says how it differs from W&B', () => {
    expect(notesOf('metric: { name: val_f1, impute: best, impute_while_running: worst }')).toEqual([
      'metric.impute: `impute` has no effect. A config without a value counts as a bad one.',
      'metric.impute_while_running: `impute_while_running` has no effect. A config that is under way counts as a bad one.',
    ]);
  });

  test('its lag is 16 unless it is given, and means nothing elsewhere', () => {
    const lines = 'dropout: { min: 0.0, max: 0.5 }';
    expect(define(lines, 'method: bayes\nrun_cap: 20')).toMatchObject({ lag: 16 });
    expect(define(lines, 'method: bayes\nrun_cap: 20\nlag: 3')).toMatchObject({ lag: 3 });
    const { definition, notes } = parse(withParameters(lines, 'method: random\nrun_cap: 20\nlag: 3'));
    expect(definition).not.toHaveProperty('lag');
    expect(notes).toMatchObject([{ code: 'ignored_key', path: 'lag' }]);
  });
});

test('its proposals are the ones that they were: a sweep that goes on proposes what it would have', () => {
  const score = (config: Values) =>
    1 - numberOf(config, 'loss_weights.kl') + numberOf(config, 'latent_size') / 100;
  const hash = (definition: SweepDefinition) =>
    createHash('sha256')
      .update(proposals(definition, score).configs.map(configHash).join())
      .digest('hex')
      .slice(0, 16);
  expect([16, 1].map((lag) => hash({ ...continuous, lag }))).toMatchInlineSnapshot(`
    [
      "54837639a2282f78",
      "27a0aacd1f09a2cb",
    ]
  `);
});
