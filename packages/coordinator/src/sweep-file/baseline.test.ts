import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const SPACE = `arm: { values: [oversample, smote, vae_mixing] }
latent_size: { values: [2, 5], when: { arm: vae_mixing } }
epochs: { values: [5, 10] }
loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }] }`;
const file = (baseline: string, method = 'method: grid') =>
  withParameters(SPACE, `${method}\nreplicates: 8\nrace: true\nbaseline: ${baseline}`);

test.each(['method: grid', 'method: random\nrun_cap: 80', 'method: sobol\nrun_cap: 80'])(
  'with %j baselines are kept by full names',
  (method) => {
    const given = '[{ arm: smote, epochs: 5 }, { arm: vae_mixing, loss_weights: { kl: 0, prediction: 1 } }]';
    expect(parse(file(given, method)).definition.baseline).toEqual([
      { arm: 'smote', epochs: 5 },
      { arm: 'vae_mixing', 'loss_weights.kl': 0, 'loss_weights.prediction': 1 },
    ]);
  },
);

test('without them there are none', () => {
  expect(parse(withParameters(SPACE, 'method: grid')).definition).not.toHaveProperty('baseline');
});

test.each([
  ['method: grid', 'Add `race: true` or `early_terminate`, or remove it.'],
  [
    'method: random',
    'They are tried first, as `points` are. Add `race: true` or `early_terminate`, or name them there.',
  ],
])('without a race %j says that they are not needed', (method, hint) => {
  const { notes } = parse(withParameters(SPACE, `${method}\nrun_cap: 80\nbaseline: [{ arm: smote }]`));
  expect(notes.filter(({ path }) => path === 'baseline')).toMatchObject([
    {
      code: 'ignored_key',
      message: '`baseline` keeps configs in a race or from an early end, and there is neither',
      hint,
    },
  ]);
});

test('with --no-race nothing is said of a race to add', () => {
  const { notes } = parse(file('[{ arm: smote }]'), { race: false });
  expect(notes.filter(({ path }) => path === 'baseline')).toEqual([]);
});

test('with an early end they are needed, and must be among the configs', () => {
  const early = (cap: string) =>
    withParameters(
      SPACE,
      `method: grid\n${cap}early_terminate: { type: hyperband, min_iter: 3 }\nbaseline: [{ arm: vae_mixing, epochs: 10, latent_size: 5, loss_weights: { kl: 1, prediction: 0 } }]`,
    );
  expect(parse(early('')).notes.filter(({ path }) => path === 'baseline')).toEqual([]);
  expect(faultsOf(early('run_cap: 1\n'))).toEqual([expect.stringContaining('baseline_not_tried')]);
});

test.each([
  [
    'grid',
    'Raise `run_cap`, or use `method: random`, which tries baselines first.',
    '[{ arm: vae_mixing, epochs: 10, latent_size: 5, loss_weights: { kl: 1, prediction: 0 } }]',
  ],
  ['random', 'Raise `run_cap`, or name the arm in it.', '[{ arm: smote }, { arm: vae_mixing }]'],
])('of a part of a %s that has none of them it is said', (method, hint, baseline) => {
  const capped = (cap: number) => file(baseline, `method: ${method}\nrun_cap: ${cap}\nbaselines: false`);
  const [at, which] = method === 'grid' ? ['6:12', 0] : ['6:28', 1];
  expect(faultsOf(capped(8))).toEqual([
    `${at} baseline_not_tried baseline[${which}]: no config that \`run_cap\` leaves room for has all of these values. ${hint}`,
  ]);
  expect(parse(capped(800)).definition.baseline).toHaveLength(which + 1);
});

describe('baselines at fault', () => {
  test.each([
    ['smote', '4:11 wrong_type baseline: must be a list, got "smote". Write `["smote"]`.'],
    ['[]', '4:11 empty_list baseline: must hold at least one value. Add a value, or remove the parameter.'],
    ['[{}]', '4:12 missing_key baseline[0]: names no parameter. Name one.'],
    [
      '[{ arm: smote }, { epochs: 7 }]',
      '4:38 outside_the_space baseline[1].epochs: `epochs` is 5 or 10 here, got 7. Choose a value that is drawn, or widen what is.',
    ],
    [
      '[{ patience: 2 }]',
      '4:14 unknown_parameter baseline[0].patience: `patience` is not among the parameters of the file. The file has arm, latent_size, epochs, loss_weights.kl, loss_weights.prediction.',
    ],
    [
      '[{ arm: smote }, { arm: smote, latent_size: 2 }]',
      '4:28 outside_the_space baseline[1]: no config has all of these values. Leave out what its arm does not use, or what a `when` takes away.',
    ],
    [
      '[{ loss_weights: { kl: 1, prediction: 1 } }]',
      '4:12 outside_the_space baseline[0]: the values of `loss_weights` go together, and these are none of its mappings. Give `loss_weights` one of the mappings that it has above.',
    ],
  ])('%s', (baseline, fault) => {
    expect(faultsOf(file(baseline))).toEqual([fault]);
  });
});
