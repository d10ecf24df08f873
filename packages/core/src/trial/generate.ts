/** What VAEs generate, a piece at a time: of many rows an engine's memory holds a piece, where nothing there learns from them. */

import type { TrainingSet } from '../augment/arm.ts';
import { joined } from '../dataset/rows.ts';
import { giveBack } from '../math/give-back.ts';
import { headOutputs } from '../model/network.ts';
import type { Classifiers } from './classifiers.ts';
import type { LaneState } from './lane.ts';
import type { MadePieces } from './made-pieces.ts';
import type { VaeState } from './vae-state.ts';
import type { Vaes } from './vaes.ts';

/** `count` generated rows, the first of them at `at` of all, and the heads' probabilities, [count, P]. */
interface GeneratedPiece {
  readonly at: number;
  readonly count: number;
  readonly probabilities: Float32Array;
}

/**
 * What the lanes' VAEs generate in these epochs, null for a lane that sits out, as rows that their tables could hold. A
 * lane's rows are there to be read until its next piece.
 */
export async function* generate(
  { cohort, lanes }: Vaes,
  epochs: readonly (number | null)[],
): AsyncGenerator<readonly (GeneratedPiece | null)[]> {
  const inputs = epochs.map((epoch, i) => (epoch === null ? [] : lanes[i]!.generations(epoch)));
  for (let turn = 0; inputs.some((own) => turn < own.length); turn++) {
    const now = inputs.map((own) => own[turn] ?? null);
    const probabilities = await cohort.generate(now);
    for (const [i, input] of now.entries()) if (input) await lanes[i]!.blankMissing(input);
    yield now.map(
      (input, i) =>
        input && {
          at: turn * input.into.capacity,
          count: input.order.length,
          probabilities: probabilities[i]!,
        },
    );
  }
}

/** Of rows that do not lie in the engine all at once: generated again at each call, by the weights of then. */
function piecesGenerated(vaes: Vaes, lane: number, epoch: number): MadePieces {
  const epochs = vaes.lanes.map((_, i) => (i === lane ? epoch : null));
  return async function* () {
    for await (const pieces of generate(vaes, epochs)) {
      const { at, count } = pieces[lane]!;
      const features = await vaes.lanes[lane]!.read(count);
      yield { at, features };
      giveBack(features);
    }
  };
}

/**
 * The training sets with the rows that the VAEs generate; null for lanes that have ended or learn from none in this
 * epoch. What is fitted in one go learns from the rows of the best weights: the returned function goes back to those
 * of now, after which rows that do not lie there all at once are no longer read.
 */
export async function generateSets(
  vaes: Vaes,
  states: readonly LaneState[],
  epoch: number,
  { byEpoch }: Pick<Classifiers, 'byEpoch'>,
): Promise<{ readonly sets: readonly (TrainingSet | null)[]; readonly restore: () => Promise<void> }> {
  const { cohort, lanes } = vaes;
  const wanted = (state: LaneState) => (byEpoch ? state.active : state.isDue(epoch));
  if (!states.some(wanted)) return { sets: states.map(() => null), restore: async () => {} };
  const saved: { readonly lane: number; readonly own: Float32Array }[] = [];
  for (const [i, state] of states.entries()) {
    const { patience, settledAt } = lanes[i]!;
    if (byEpoch || !wanted(state) || settledAt !== null || !patience.best) continue;
    saved.push({ lane: i, own: await cohort.parameters(i) });
    await cohort.setParameters(i, patience.best);
  }
  const probabilities: Float32Array[][] = states.map(() => []);
  const now = (state: LaneState, { atOnce, plan }: VaeState) =>
    wanted(state) && (atOnce || plan.byProbability);
  const epochs = states.map((state, i) => (now(state, lanes[i]!) ? epoch : null));
  for await (const pieces of generate(vaes, epochs)) {
    for (const [i, piece] of pieces.entries()) if (piece) probabilities[i]!.push(piece.probabilities);
  }
  const sets = states.map((state, i) => {
    if (!wanted(state)) return null;
    const { plan, atOnce } = lanes[i]!;
    if (!atOnce) state.readMadeFrom(piecesGenerated(vaes, i, epoch));
    const outputs = headOutputs(state.lane.data.dataset.classes);
    return plan.set(joined(probabilities[i]!, plan.generateFrom.length * outputs));
  });
  return {
    sets,
    async restore() {
      for (const { lane, own } of saved) await cohort.setParameters(lane, own);
    },
  };
}
