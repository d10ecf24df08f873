import type { ClassifierCohort } from '../engine/port.ts';
import type { ClassifierNetwork } from '../model/network.ts';
import type { Classifiers, Wanted } from './classifiers.ts';
import type { LaneState } from './lane.ts';
import { shiftOutputs } from './prior-shift.ts';

/** Networks that an engine trains by steps. */
export function networkClassifiers(
  cohort: ClassifierCohort,
  network: ClassifierNetwork,
  states: readonly LaneState[],
): Classifiers {
  /** Other parameters for some lanes, until the returned function puts theirs back. */
  async function swap(
    wanted: Wanted,
    other: (state: LaneState, own: Float32Array) => Float32Array | null,
  ): Promise<() => Promise<void>> {
    const saved: { readonly lane: number; readonly own: Float32Array }[] = [];
    for (const [lane, state] of states.entries()) {
      if (!wanted(state)) continue;
      const own = await cohort.parameters(lane);
      const parameters = other(state, own);
      if (!parameters) continue;
      await cohort.setParameters(lane, parameters);
      saved.push({ lane, own });
    }
    return async () => {
      for (const { lane, own } of saved) await cohort.setParameters(lane, own);
    };
  }

  return {
    byEpoch: true,

    async fit(epoch, sets) {
      return cohort.fit(states.map((state, i) => (sets[i] ? state.classifierFit(epoch, sets[i]) : null)));
    },

    async predict(split, wanted) {
      const shifted: Wanted = (state) => wanted(state) && state.plan.logPriorShift !== undefined;
      const restore = await swap(shifted, ({ plan }, own) => shiftOutputs(own, plan.logPriorShift!, 1));
      const predicted = await cohort.predict(
        states.map((state) => {
          const { data } = state.lane;
          return wanted(state) ? { source: data[split], count: data.dataset[split].count } : null;
        }),
      );
      await restore();
      return predicted;
    },

    best: (wanted) =>
      swap(
        (state) => wanted(state) && state.patience.best !== null,
        ({ patience }) => patience.best,
      ),

    async trained(lane) {
      const { patience, plan } = states[lane]!;
      const own = patience.best ?? (await cohort.parameters(lane));
      const parameters = plan.logPriorShift ? shiftOutputs(own, plan.logPriorShift, 1) : own.slice();
      return { kind: 'network', network, parameters };
    },

    async keep(lane) {
      states[lane]!.patience.keep(await cohort.parameters(lane));
    },

    cutOff: () => false,
  };
}
