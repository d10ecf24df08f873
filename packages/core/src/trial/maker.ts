/** More of the rows that a trained arm makes than its training set holds: round after round, as training would go on. */

import type { PreparedRows, TrainingSet } from '../augment/arm.ts';
import { MAKING_ARMS } from '../augment/arms.ts';
import { joined, takeFeatures, takeLabels } from '../dataset/rows.ts';
import { headOutputs } from '../model/network.ts';
import { deriveSeed, Purpose, shuffle } from '../random/stream.ts';
import { generate } from './generate.ts';
import type { LaneState } from './lane.ts';
import { madeLabels } from './training-rows.ts';
import type { Vaes } from './vaes.ts';

/**
 * The rows of a round, each once: round 0 made those of the training set; what a VAE makes in round r has the noise of the
 * epoch r further on, what an arm prepares another seed. Equal rounds have equal rows.
 */
export type Maker = (round: number) => Promise<PreparedRows>;

/** Of lane `i` in its `epoch`, with the weights that it has there; null where its arm makes no rows. */
export function makerOf(
  { vaes, states }: { readonly vaes: Vaes | null; readonly states: readonly LaneState[] },
  i: number,
  epoch: number,
): Maker | null {
  const state = states[i]!;
  const { lane, plan } = state;
  const { config, seed } = lane;
  if (!MAKING_ARMS.includes(config.arm)) return null;
  const { dataset } = lane.data;
  if (plan.kind === 'generating') {
    const labels = madeLabels(plan, dataset);
    return async (round) => {
      const features = new Float32Array(labels.length * dataset.features);
      const probabilities = new Float32Array(labels.length * headOutputs(dataset.classes));
      const epochs = states.map((_, lane) => (lane === i ? epoch + round : null));
      for await (const pieces of generate(vaes!, epochs)) {
        const { at, count, probabilities: own } = pieces[i]!;
        features.set(await vaes!.lanes[i]!.read(count), at * dataset.features);
        probabilities.set(own, at * headOutputs(dataset.classes));
      }
      return taken(plan.set(probabilities), { features, labels }, round);
    };
  }
  if (plan.kind !== 'fixed' || !plan.prepared) throw new TypeError(`${config.arm} prepares no rows`);
  const { set, prepared } = plan;
  const { labels } = prepared;
  let make: ReturnType<typeof prepared.maker> | null = null;
  return async (round) => {
    make ??= prepared.maker();
    const pieces = make(round === 0 ? seed : deriveSeed(seed, 'made', round));
    return taken(set, { features: joined(pieces, labels.length * dataset.features), labels }, round);
  };

  /** The made rows that stand in a training set, in a random order, so that the first of them are of all classes. */
  function taken({ order }: TrainingSet, made: PreparedRows, round: number): PreparedRows {
    const own = dataset.train.count;
    const rows = Uint32Array.from(new Set(order.filter((row) => row >= own)), (row) => row - own);
    shuffle(rows, deriveSeed(seed, 'made order'), Purpose.shown, round);
    return {
      features: takeFeatures(made.features, dataset.features, rows),
      labels: takeLabels(made.labels, rows),
    };
  }
}
