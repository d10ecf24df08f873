import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const SPACE = `arm: { values: [oversample, vae_mixing], probabilities: [1, 0] }
latent_size: { min: 2, max: 10 }
dropout: { min: 0.0, max: 0.5 }
epochs: { distribution: q_uniform, min: 1, max: 11, q: 3 }
batch_size: { value: 80 }
hidden_sizes: { values: [[10], [20, 10]] }
learning_rate: { distribution: log_normal, mu: -7 }
loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }] }`;
const file = (points: string, method = 'random') =>
  withParameters(SPACE, `method: ${method}\nrun_cap: 10\npoints: ${points}`);
const pointsOf = (points: string) => parse(file(points)).definition.points;

test('points are kept by full names', () => {
  expect(
    pointsOf(
      '[{ latent_size: 2, dropout: 0.5, epochs: 9 }, { loss_weights: { kl: 0, prediction: 1 }, hidden_sizes: [20, 10], batch_size: 80 }]',
    ),
  ).toEqual([
    { latent_size: 2, dropout: 0.5, epochs: 9 },
    { 'loss_weights.kl': 0, 'loss_weights.prediction': 1, hidden_sizes: [20, 10], batch_size: 80 },
  ]);
  expect(pointsOf('[{ loss_weights.kl: 1, loss_weights.prediction: 0 }]')).toEqual([
    { 'loss_weights.kl': 1, 'loss_weights.prediction': 0 },
  ]);
  expect(parse(withParameters(SPACE, 'method: random\nrun_cap: 10')).definition).not.toHaveProperty('points');
});

describe('points at fault', () => {
  const NAMES =
    'The file has arm, latent_size, dropout, epochs, batch_size, hidden_sizes, learning_rate, loss_weights.kl, loss_weights.prediction.';
  test.each([
    ['3', '3:9 wrong_type points: must be a list, got 3. Write `[3]`.'],
    ['[]', '3:9 empty_list points: must hold at least one value. Add a value, or remove the parameter.'],
    [
      '[3]',
      '3:10 wrong_type points[0]: must be a mapping of keys, got 3. Write a mapping such as `{ latent_size: 2, dropout: 0 }`.',
    ],
    ['[{}]', '3:10 missing_key points[0]: names no parameter. Name one.'],
    [
      '[{ latent_sise: 2 }]',
      `3:12 unknown_parameter points[0].latent_sise: \`latent_sise\` is not among the parameters of the file. Did you mean \`latent_size\`? ${NAMES}`,
    ],
    [
      '[{ patience: 2 }]',
      `3:12 unknown_parameter points[0].patience: \`patience\` is not among the parameters of the file. ${NAMES}`,
    ],
    [
      '[{ latent_size: 11 }]',
      '3:25 outside_the_space points[0].latent_size: `latent_size` is between 2 and 10 here, got 11. Choose a value that is drawn, or widen what is.',
    ],
    [
      '[{ latent_size: 2.5 }]',
      '3:25 wrong_type points[0].latent_size: must be a whole number from 1 to 1024, got 2.5. Use a whole number.',
    ],
    [
      '[{ epochs: 4 }]',
      '3:20 outside_the_space points[0].epochs: `epochs` is between 1 and 11 in multiples of 3 here, got 4. Choose a value that is drawn, or widen what is.',
    ],
    [
      '[{ batch_size: 81 }]',
      '3:24 outside_the_space points[0].batch_size: `batch_size` is always 80 here, got 81. Choose a value that is drawn, or widen what is.',
    ],
    [
      '[{ hidden_sizes: [20] }]',
      '3:26 outside_the_space points[0].hidden_sizes: `hidden_sizes` is [10] or [20,10] here, got [20]. Choose a value that is drawn, or widen what is.',
    ],
    [
      '[{ loss_weights: { kl: 1, prediction: 1 } }]',
      '3:10 outside_the_space points[0]: the values of `loss_weights` go together, and these are none of its mappings. Give `loss_weights` one of the mappings that it has above.',
    ],
    [
      '[{ loss_weights: { kl: 1 } }]',
      '3:10 outside_the_space points[0]: the values of `loss_weights` go together, and these are none of its mappings. Give `loss_weights` one of the mappings that it has above.',
    ],
  ])('%s', (points, fault) => {
    expect(faultsOf(file(points))).toEqual([fault]);
  });

  test('a value without probability is not drawn', () => {
    expect(faultsOf(file('[{ arm: vae_mixing }]'))[0]).toContain('outside_the_space points[0].arm');
  });

  test('a grid has none', () => {
    const grid = withParameters(
      'latent_size: { values: [2, 3] }',
      'method: grid\npoints: [{ latent_size: 2 }]',
    );
    expect(faultsOf(grid)).toEqual([
      '2:1 unused_key points: `points` mean nothing in a grid, which tries all of its configs. Remove them, or use another method.',
    ]);
  });
});
