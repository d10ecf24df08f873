import { oversample } from '../dataset/cut.ts';
import { concatenate, takeLabels } from '../dataset/rows.ts';
import { headOutputs } from '../model/network.ts';
import { number } from '../parameter/domain.ts';
import { VAE } from '../parameter/vae.ts';
import { generatingArm, minorityClasses } from './arm.ts';
import { balancedRows } from './sizes.ts';

const BAND = number(
  'band',
  { exclusiveMinimum: 0, maximum: 0.5, default: 0.1 },
  'How close to 0.5 a generated row’s predicted probability must be to be kept.',
);

/**
 * From every (oversampled) minority row one row is generated; those whose predicted probability is near the decision
 * boundary are kept, and majority rows are added, cycled, until the classes match.
 *
 * Two classes: |p - 0.5| <= band. K classes: |p_k - max of the others| <= 2 band, which is the same for K = 2.
 */
export const vaeBoundary = generatingArm({
  name: 'vae_boundary',
  kind: 'generating',
  description:
    "all oversampled rows; one row generated from each minority row, kept where the VAE's own prediction is within `band` of 0.5; majority rows, cycled, until the classes match",
  uses: [...VAE, BAND],
  defaults: {
    classifier_epochs: 7,
    hidden_sizes: [20, 20],
    latent_size: 30,
    dropout: 0.2,
    vae_epochs: 2,
    'loss_weights.prediction': 1,
  },
  controls: ['oversample', 'prior_shift'],
  plan(context) {
    const { dataset, training, config, seed } = context;
    const minorities = minorityClasses(context);
    const rows = oversample(training, seed);
    const generateFrom = concatenate(minorities.map((k) => rows[k]!));
    const classOf = takeLabels(dataset.train.labels, generateFrom);
    const all = concatenate(rows);
    const majority = rows[dataset.majority]!;

    return {
      kind: 'generating',
      vae: config,
      fitOn: all,
      generateFrom,
      byProbability: true,
      set(probabilities) {
        const counts = rows.map((of) => of.length);
        const kept = new Uint32Array(generateFrom.length);
        let near = 0;
        for (let i = 0; i < generateFrom.length; i++) {
          if (margin(probabilities, i, dataset.classes, classOf[i]!) > 2 * config.band) continue;
          kept[near++] = dataset.train.count + i;
          counts[classOf[i]!]!++;
        }
        const missing = Math.max(0, Math.max(...minorities.map((k) => counts[k]!)) - majority.length);
        const added = new Uint32Array(missing).map((_, i) => majority[i % majority.length]!);
        return { order: concatenate([all, kept.subarray(0, near), added]), weights: null };
      },
    };
  },
  /** As if none of the generated rows were kept. */
  passRows: balancedRows,
});

/** |p of class k - the largest p of another class|. */
function margin(probabilities: Float32Array, row: number, classes: number, k: number): number {
  const outputs = headOutputs(classes);
  if (outputs === 1) return Math.abs(2 * probabilities[row]! - 1);
  let other = 0;
  for (let c = 0; c < outputs; c++) {
    if (c !== k) other = Math.max(other, probabilities[row * outputs + c]!);
  }
  return Math.abs(probabilities[row * outputs + k]! - other);
}
