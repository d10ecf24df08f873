import { describe, expect, test } from 'vitest';
import { faultsOf, withParameters as swept } from './fixtures.ts';

const random = 'method: random\nrun_cap: 10';

/** A grid of 1e18 configs. */
const tooLarge = swept(
  ['latent_size', 'classifier_epochs', 'batch_size', 'vae_epochs', 'epochs', 'mixing.majority']
    .map((name) => `${name}: { min: 1, max: 1000 }`)
    .join('\n'),
);

/** What is wrong, the file, and every fault as a user reads it. */
const CASES: readonly (readonly [what: string, file: string, faults: readonly string[]])[] = [
  [
    'unknown parameter',
    swept('latentsize: { value: 2 }\nkl: { value: 1 }'),
    [
      '3:3 unknown_parameter parameters.latentsize: unknown parameter `latentsize`. Did you mean `latent_size`? docs/parameters.md lists all parameters.',
      '4:3 unknown_parameter parameters.kl: unknown parameter `kl`. Did you mean `loss_weights.kl`? docs/parameters.md lists all parameters.',
    ],
  ],
  [
    'unknown key of a parameter',
    swept('latent_size: { value: 2, valeus: [1] }'),
    [
      '3:28 unknown_key parameters.latent_size.valeus: unknown key `valeus`. Did you mean `values`? Known: value, values, probabilities, distribution, when, min, max, q, mu, sigma, a, b.',
    ],
  ],
  [
    'unknown nested parameter',
    swept('loss_weights: { parameters: { klw: { value: 1 } } }'),
    [
      '3:33 unknown_parameter parameters.loss_weights.parameters.klw: unknown parameter `loss_weights.klw`. Did you mean `loss_weights.kl`? docs/parameters.md lists all parameters.',
    ],
  ],
  [
    'unknown arm',
    swept('arm: { values: [oversampling, vae-mixing] }'),
    [
      '3:19 unknown_value parameters.arm.values[0]: unknown value "oversampling". Did you mean `oversample`? Use none, class_weight, prior_shift, oversample, smote, placebo, vae_mixing, vae_boundary, undersample, smotenc, placebo_columns, vae_conditional, vae_minority, transform or mixup.',
      '3:33 unknown_value parameters.arm.values[1]: unknown value "vae-mixing". Did you mean `vae_mixing`? Use none, class_weight, prior_shift, oversample, smote, placebo, vae_mixing, vae_boundary, undersample, smotenc, placebo_columns, vae_conditional, vae_minority, transform or mixup.',
    ],
  ],
  [
    'unknown distribution',
    swept('dropout: { distribution: unifrom, min: 0, max: 0.5 }', random),
    [
      '4:28 unknown_distribution parameters.dropout.distribution: unknown distribution "unifrom". Did you mean `uniform`? Known: constant, categorical, int_uniform, uniform, q_uniform, log_uniform_values, q_log_uniform_values, inv_log_uniform_values, normal, q_normal, log_normal, q_log_normal, beta, q_beta, log_uniform, q_log_uniform, inv_log_uniform, categorical_w_probabilities.',
    ],
  ],
  [
    'plain bounds where W&B has exponents, and exponents that no number has',
    swept(
      'dropout: { distribution: log_uniform, min: 0.1, max: 0.5 }\nminority_rate: { distribution: inv_log_uniform, min: -2, max: 3 }\nbatch_size: { distribution: q_log_uniform, min: 3, max: 1000 }',
      random,
    ),
    [
      '4:46 out_of_range parameters.dropout.min: `dropout` must be a number of at least 0 and below 1, got 1.10517 (e^0.1). The bounds of log_uniform are exponents, as in W&B: log_uniform_values takes plain ones.',
      '4:56 out_of_range parameters.dropout.max: `dropout` must be a number of at least 0 and below 1, got 1.64872 (e^0.5). The bounds of log_uniform are exponents, as in W&B: log_uniform_values takes plain ones.',
      '5:56 out_of_range parameters.minority_rate.min: `minority_rate` must be a number above 0 and at most 1, got 7.38906 (e^2). The bounds of inv_log_uniform are exponents, as in W&B: inv_log_uniform_values takes plain ones.',
      '6:59 out_of_range parameters.batch_size.max: must be a number from -700 to 700, got 1000. Choose a value in that range.',
    ],
  ],
  [
    'a range without a multiple of q, which W&B would leave',
    swept(
      'learning_rate: { distribution: q_log_uniform_values, min: 1e-4, max: 1e-2 }\nepochs: { distribution: q_uniform, min: 5, max: 7, q: 4 }',
      random,
    ),
    [
      '4:18 no_multiple parameters.learning_rate: no multiple of 1 lies between 0.0001 and 0.01. Choose a smaller q, or wider bounds. W&B draws 0, outside of them.',
      '5:57 no_multiple parameters.epochs: no multiple of 4 lies between 5 and 7. Choose a smaller q, or wider bounds. W&B draws 4 and 8, outside of them.',
    ],
  ],
  [
    'probabilities missing from the distribution that is named for them',
    swept('latent_size: { distribution: categorical_w_probabilities, values: [2, 4] }', random),
    [
      '4:16 missing_key parameters.latent_size.probabilities: categorical_w_probabilities needs `probabilities`. Add `probabilities`.',
    ],
  ],
  [
    'text for a number',
    swept('latent_size: { value: "2" }\ndropout: { value: high }\nbatch_size: { value: 1_000 }'),
    [
      '3:25 wrong_type parameters.latent_size.value: must be a whole number from 1 to 1024, got "2". Write 2, without quotes.',
      '4:21 wrong_type parameters.dropout.value: must be a number of at least 0 and below 1, got "high". Use a number.',
      '5:24 wrong_type parameters.batch_size.value: must be a whole number from 1 to 4096, got "1_000". Write 1000, without quotes.',
    ],
  ],
  [
    'fraction for a whole number',
    swept('latent_size: { values: [2, 2.5] }'),
    [
      '3:30 wrong_type parameters.latent_size.values[1]: must be a whole number from 1 to 1024, got 2.5. Use a whole number.',
    ],
  ],
  [
    'a text that is no layer',
    swept('classifier_layers: { values: [[conv 4 3, pool 2], [flatten]] }'),
    [
      '3:34 bad_text parameters.classifier_layers.values[0][0]: "conv 4 3" is no layer. Write such as `conv 16 3x3`, `conv 16 3x3 stride 2 valid`, `pool 2`, `dense 64` or `dropout 0.5`.',
      '3:54 bad_text parameters.classifier_layers.values[1][0]: unknown layer "flatten". Layers are conv, pool, dense, dropout. Write such as `conv 16 3x3`, `conv 16 3x3 stride 2 valid`, `pool 2`, `dense 64` or `dropout 0.5`.',
    ],
  ],
  [
    'both ways of saying hidden layers',
    swept('classifier_layers: { value: [dense 4] }\nclassifier_hidden_sizes: { value: [4] }'),
    [
      '3:3 two_ways parameters: `classifier_hidden_sizes` and `classifier_layers` both say the classifier’s hidden layers. Write dense layers as `dense 16` among the layers, and leave out the sizes.',
    ],
  ],
  [
    'both ways of saying the encoder’s hidden layers',
    swept('hidden_sizes: { value: [4] }\nencoder_layers: { value: [dense 4] }'),
    [
      '3:3 two_ways parameters: `hidden_sizes` and `encoder_layers` both say the encoder’s hidden layers. Write dense layers as `dense 16` among the layers, and leave out the sizes.',
    ],
  ],
  [
    'a number for a list',
    swept('hidden_sizes: { values: [10, 20] }'),
    [
      '3:28 wrong_type parameters.hidden_sizes.values[0]: must be a list of at most 8 whole numbers from 1 to 1024, got 10. Write a list: [10].',
      '3:32 wrong_type parameters.hidden_sizes.values[1]: must be a list of at most 8 whole numbers from 1 to 1024, got 20. Write a list: [20].',
    ],
  ],
  [
    'bare value',
    swept('latent_size: 2\nepochs: [5, 10]\nhidden_sizes: [10, 10]\ndropout:'),
    [
      '3:16 wrong_type parameters.latent_size: must be a mapping of keys, got 2. Write `{ value: 2 }`.',
      '4:11 wrong_type parameters.epochs: must be a mapping of keys, got [5, 10]. Write `{ values: [5, 10] }`.',
      '5:17 wrong_type parameters.hidden_sizes: must be a mapping of keys, got [10, 10]. Write `{ value: [10, 10] }`.',
      '6:11 wrong_type parameters.dropout: must be a mapping of keys, got nothing. Write `{ value: … }` or `{ values: […] }`.',
    ],
  ],
  [
    'values out of range',
    swept('latent_size: { value: 0 }\nminority_rate: { values: [0, 0.5, 2] }\ndropout: { value: 1 }'),
    [
      '3:25 out_of_range parameters.latent_size.value: must be a whole number from 1 to 1024, got 0. Choose a value in that range.',
      '4:29 out_of_range parameters.minority_rate.values[0]: must be a number above 0 and at most 1, got 0. Choose a value in that range.',
      '4:37 out_of_range parameters.minority_rate.values[2]: must be a number above 0 and at most 1, got 2. Choose a value in that range.',
      '5:21 out_of_range parameters.dropout.value: must be a number of at least 0 and below 1, got 1. Choose a value in that range.',
    ],
  ],
  [
    'empty values',
    swept('epochs: { values: [] }'),
    [
      '3:21 empty_list parameters.epochs.values: must hold at least one value. Add a value, or remove the parameter.',
    ],
  ],
  [
    'an entry that is empty',
    swept('epochs: {}'),
    [
      '3:11 missing_key parameters.epochs: says nothing of its values. Give it `value`, `values`, `min` and `max`, or a `distribution`.',
    ],
  ],
  [
    'min above max',
    swept('epochs: { min: 20, max: 5 }'),
    ['3:18 min_above_max parameters.epochs.min: min must not be above max, got 20 and 5. Swap them.'],
  ],
  [
    'bounds out of range',
    swept('dropout: { min: -0.1, max: 1.0 }', random),
    [
      '4:19 out_of_range parameters.dropout.min: `dropout` must be a number of at least 0 and below 1, got -0.1. Choose a min in that range.',
      '4:30 out_of_range parameters.dropout.max: `dropout` must be a number of at least 0 and below 1, got 1. Choose a max in that range.',
    ],
  ],
  [
    'missing max',
    swept('epochs: { min: 5 }'),
    ['3:11 missing_key parameters.epochs.max: int_uniform needs `max`. Add `max`.'],
  ],
  [
    'unused key',
    swept('epochs: { values: [5], min: 3 }'),
    [
      '3:26 unused_key parameters.epochs.min: `min` means nothing for categorical. categorical takes values, probabilities.',
    ],
  ],
  [
    'NaN and infinity',
    swept('learning_rate: { values: [.nan, .inf, -.inf] }\ndropout: { min: .NaN, max: 1e999 }'),
    [
      '3:29 not_finite parameters.learning_rate.values[0]: must be a finite number, got .nan. Use a finite number.',
      '3:35 not_finite parameters.learning_rate.values[1]: must be a finite number, got .inf. Use a finite number.',
      '3:41 not_finite parameters.learning_rate.values[2]: must be a finite number, got -.inf. Use a finite number.',
      '4:19 not_finite parameters.dropout.min: must be a finite number, got .NaN. Use a finite number.',
      '4:30 not_finite parameters.dropout.max: must be a finite number, got 1e999. Use a finite number.',
    ],
  ],
  [
    'probabilities that do not sum to 1',
    swept('epochs: { values: [5, 10], probabilities: [0.5, 0.6] }', random),
    [
      '4:45 bad_probabilities parameters.epochs.probabilities: must sum to 1, but sum to 1.1. Divide each by their sum.',
    ],
  ],
  [
    'too few probabilities',
    swept('epochs: { values: [5, 10], probabilities: [1] }', random),
    [
      '4:45 bad_probabilities parameters.epochs.probabilities: must be as many as values: 2, got 1. Give each value one probability.',
    ],
  ],
  [
    'a negative probability',
    swept('epochs: { values: [5, 10], probabilities: [1.5, -0.5] }', random),
    [
      '4:46 out_of_range parameters.epochs.probabilities[0]: must be a number from 0 to 1, got 1.5. Choose a value in that range.',
      '4:51 out_of_range parameters.epochs.probabilities[1]: must be a number from 0 to 1, got -0.5. Choose a value in that range.',
    ],
  ],
  [
    'probabilities in a grid',
    swept('epochs: { values: [5, 10], probabilities: [0.5, 0.5] }'),
    [
      '3:3 not_enumerable parameters.epochs: a grid tries every value once, so `probabilities` mean nothing. Remove them, or use `method: random`.',
    ],
  ],
  [
    'distribution in a grid',
    swept(
      'learning_rate: { distribution: log_uniform_values, min: 1e-4, max: 1e-2 }\ndropout: { min: 0.0, max: 0.5 }',
    ),
    [
      '3:3 not_enumerable parameters.learning_rate: a grid needs values that can be listed, and log_uniform_values has none. Use `values`, int_uniform or q_uniform, or `method: random`.',
      '4:3 not_enumerable parameters.dropout: a grid needs values that can be listed, and uniform has none. Use `values`, int_uniform or q_uniform, or `method: random`.',
    ],
  ],
  [
    'a distribution of numbers for names',
    swept('arm: { min: 1, max: 2 }'),
    [
      '3:8 wrong_distribution parameters.arm: int_uniform draws numbers, but `arm` must be one of none, class_weight, prior_shift, oversample, smote, placebo, vae_mixing, vae_boundary, undersample, smotenc, placebo_columns, vae_conditional, vae_minority, transform, mixup. Give it `values: […]`.',
    ],
  ],
  [
    'a normal out of range',
    swept('dropout: { distribution: normal, mu: -5, sigma: 0.1 }', random),
    [
      '4:12 out_of_range parameters.dropout: `dropout` must be a number of at least 0 and below 1, and almost no draw of this normal is. Move the distribution into that range.',
    ],
  ],
  [
    'steps that do not fit',
    swept(
      'latent_size: { distribution: q_uniform, min: 1, max: 9, q: 0.5 }\nepochs: { distribution: q_uniform, min: 1, max: 9, q: 0 }',
    ),
    [
      '3:62 wrong_type parameters.latent_size.q: `latent_size` takes whole numbers, got q 0.5. Use a whole number.',
      '4:57 out_of_range parameters.epochs.q: must be a number above 0, got 0. Choose a value in that range.',
    ],
  ],
  [
    'a parameter twice',
    swept('loss_weights.kl: { value: 1 }\nloss_weights: { parameters: { kl: { value: 2 } } }'),
    [
      '4:33 duplicate_key parameters.loss_weights.parameters.kl: `loss_weights.kl` is given twice. Keep one of the two.',
    ],
  ],
  [
    'a control character in a key',
    swept('"ep\\u0007ochs": { value: 1 }'),
    [
      '3:3 unknown_parameter parameters."ep\\u{7}ochs": unknown parameter `ep\\u{7}ochs`. Did you mean `epochs`? docs/parameters.md lists all parameters.',
    ],
  ],
  [
    'more generated than real rows',
    swept('mixing: { parameters: { generated: { values: [20, 90] } } }'),
    [
      '3:3 mixing_out_of_range parameters.mixing: mixing.generated must not be above mixing.real, but can be 90 where that is 60. Lower mixing.generated, or raise mixing.real (defaults: 20 and 60).',
    ],
  ],
  [
    'more generated than real rows in one mapping',
    swept('mixing: { values: [{ real: 10, generated: 5 }, { real: 10, generated: 11 }] }'),
    [
      '3:3 mixing_out_of_range parameters.mixing: mixing.generated must not be above mixing.real, but can be 11 where that is 10. Lower mixing.generated, or raise mixing.real (defaults: 20 and 60).',
    ],
  ],
  [
    'groups without `parameters`',
    swept('loss_weights: { kl: { value: 1 } }\nmixing: { value: 3 }\nsmote: { values: [{}] }'),
    [
      '3:19 unknown_key parameters.loss_weights.kl: unknown key `kl`. Put it under `loss_weights.parameters`.',
      '3:17 missing_key parameters.loss_weights: needs one of parameters, value, values; got none. Use `parameters` for values that are combined, `values` for mappings whose values go together.',
      '4:20 wrong_type parameters.mixing.value: must be a mapping of keys, got 3. Write `{ real: …, generated: …, majority: … }`.',
      '5:21 missing_key parameters.smote.values[0]: must name a parameter, got an empty mapping. Known: neighbors.',
    ],
  ],
  [
    'mappings with different keys',
    swept('loss_weights: { values: [{ kl: 1, prediction: 1 }, { kl: 1 }] }'),
    [
      '3:54 uneven_group parameters.loss_weights.values[1]: must have the same keys as the first mapping: kl, prediction. Give every mapping all of them.',
    ],
  ],
  [
    'a group with two forms',
    swept('loss_weights: { values: [{ kl: 1 }], parameters: { prediction: { value: 1 } } }'),
    [
      '3:17 mixed_keys parameters.loss_weights: needs one of parameters, value, values; got values and parameters. Use `parameters` for values that are combined, `values` for mappings whose values go together.',
    ],
  ],
  [
    'grid too large',
    tooLarge,
    [
      '3:3 grid_too_large parameters: the grid has 1.00e+18 configs, more than 1.13e+15. List fewer values, or use `method: random`.',
    ],
  ],
];

describe('parameters at fault', () => {
  test('a grid is too large by what it lists, whatever its cap', () => {
    expect(faultsOf(tooLarge, { set: ['run_cap=3'] })).toEqual(faultsOf(tooLarge));
  });

  test.each(CASES)('%s', (_, file, faults) => {
    expect(faultsOf(file)).toEqual(faults);
  });
});
