import { oversample } from '../dataset/cut.ts';
import { concatenate } from '../dataset/rows.ts';
import { Purpose, shuffle } from '../random/stream.ts';
import { type ArmContext, type ArmPlan, minorityClasses, withoutVae } from './arm.ts';

/**
 * The deck's mixing recipe. A block holds, of each minority class, `real` rows and `generated` rows made from the
 * first of them, and `majority` rows, cycled. There are floor(n / real) blocks for the largest minority class's
 * target n, at least one; a smaller class is cycled too.
 */
interface Blocks {
  readonly real: Uint32Array;
  /** Real rows that get a generated twin, with the class they belong to. */
  readonly twins: Uint32Array;
  readonly twinClasses: Uint8Array;
}

/** `oversampled`: row numbers by class. Throws RangeError where a block has more generated rows than real ones. */
function buildBlocks(context: ArmContext, oversampled: readonly Uint32Array[]): Blocks {
  const { dataset, config, seed } = context;
  const { real, generated, majority } = config.mixing;
  if (generated > real) throw new RangeError(`mixing.generated is ${generated}, above mixing.real, ${real}`);
  const minorities = minorityClasses(context);
  const rows = oversampled.slice();
  for (const k of minorities) {
    rows[k] = rows[k]!.slice();
    shuffle(rows[k], seed, Purpose.mixing, k);
  }
  const largest = Math.max(...minorities.map((k) => rows[k]!.length));
  const blocks = Math.max(1, Math.floor(largest / real));

  const all = new Uint32Array(blocks * (real * minorities.length + majority));
  const twins = new Uint32Array(blocks * generated * minorities.length);
  const twinClasses = new Uint8Array(twins.length);
  let at = 0;
  let twinAt = 0;
  for (let block = 0; block < blocks; block++) {
    for (const k of minorities) {
      const source = rows[k]!;
      for (let i = 0; i < real; i++) {
        const row = source[(block * real + i) % source.length]!;
        all[at++] = row;
        if (i < generated) {
          twinClasses[twinAt] = k;
          twins[twinAt++] = row;
        }
      }
    }
    const source = rows[dataset.majority]!;
    for (let i = 0; i < majority; i++) all[at++] = source[(block * majority + i) % source.length]!;
  }
  return { real: all, twins, twinClasses };
}

/** Real rows, then for each twin the number that `generatedRow` gives it. */
function mix({ real, twins }: Blocks, generatedRow: (twin: number) => number): Uint32Array {
  const order = new Uint32Array(real.length + twins.length);
  order.set(real);
  for (let twin = 0; twin < twins.length; twin++) order[real.length + twin] = generatedRow(twin);
  return order;
}

/** `vae_mixing`: each epoch the VAE, fitted on the oversampled rows, generates the twins anew. */
export function vaeMixing(context: ArmContext): ArmPlan {
  const rows = oversample(context.training, context.seed);
  const blocks = buildBlocks(context, rows);
  const order = mix(blocks, (twin) => context.dataset.train.count + twin);
  return {
    prepared: null,
    vae: { fitOn: concatenate(rows), generateFrom: blocks.twins },
    trainingSet: () => ({ order, weights: null }),
    logPriorShift: null,
  };
}

/** `placebo`: the same blocks, but every generated row is the constant 0.5. It isolates shrinkage from generation. */
export function placebo(context: ArmContext): ArmPlan {
  const { features, classes, train } = context.dataset;
  const blocks = buildBlocks(context, oversample(context.training, context.seed));
  const prepared = {
    features: new Float32Array(classes * features).fill(0.5),
    labels: Uint8Array.from({ length: classes }, (_, k) => k),
  };
  const order = mix(blocks, (twin) => train.count + blocks.twinClasses[twin]!);
  return withoutVae({ order, weights: null }, { prepared });
}
