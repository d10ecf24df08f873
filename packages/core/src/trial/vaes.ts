import type { VaeCohort } from '../engine/port.ts';
import { VAE_CURVES } from '../measure/curves.ts';
import type { TrainedGenerator } from '../trained/generator.ts';
import type { LaneState } from './lane.ts';
import type { VaeState } from './vae-state.ts';

/** VAEs of one shape, with what each lane keeps of its own. */
export interface Vaes {
  readonly cohort: VaeCohort;
  readonly lanes: readonly VaeState[];
}

/** Ends the lanes that have a reason to. */
export type EndDiverged = (reasonOf: (state: LaneState, i: number) => string | null) => void;

/** Fits the VAEs that are not at their end yet, and keeps weights that are better than before. */
export async function fitVaes(
  { cohort, lanes }: Vaes,
  states: readonly LaneState[],
  epoch: number,
  endDiverged: EndDiverged,
): Promise<void> {
  const trains = (state: LaneState) => state.active && state.vae!.settledAt === null;
  if (!states.some(trains)) return;
  const fitted = await cohort.fit(states.map((state, i) => (trains(state) ? lanes[i]!.fit(epoch) : null)));
  endDiverged((_, i) => (fitted[i] ? lanes[i]!.diverged(fitted[i]) : null));
  const held = await cohort.evaluate(
    states.map((state) => {
      const { data } = state.lane;
      return trains(state)
        ? { source: data.validation, count: data.dataset.validation.count, round: epoch }
        : null;
    }),
  );
  for (const [i, state] of states.entries()) {
    if (!trains(state)) continue;
    state.note(VAE_CURVES, { fitted: fitted[i]!, held: held[i]! });
    const { patience } = lanes[i]!;
    if (patience.note(held[i]!.loss, epoch)) patience.keep(await cohort.parameters(i));
    if (!patience.isOut(epoch)) continue;
    lanes[i]!.settle(epoch);
    await cohort.setParameters(i, patience.best!);
  }
}

/** The VAEs of lanes that are at a milestone, with the weights that they have there; null for the others. */
export async function trainedGenerators(
  { cohort, lanes }: Vaes,
  states: readonly LaneState[],
  epoch: number,
): Promise<(TrainedGenerator | null)[]> {
  return Promise.all(
    states.map(async (state, i) => {
      if (!state.isDue(epoch)) return null;
      const { config, data } = state.lane;
      const { labels } = data.dataset.train;
      const { network, plan } = lanes[i]!;
      return {
        network,
        parameters: await cohort.parameters(i),
        fittedOn: [...new Set(Array.from(plan.fitOn, (row) => labels[row]!))].sort((a, b) => a - b),
        band: config.arm === 'vae_boundary' ? config.band : null,
      };
    }),
  );
}
