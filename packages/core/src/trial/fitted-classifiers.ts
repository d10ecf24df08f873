import type { FittedTrees } from '../classifier/boosting/model.ts';
import type { FittedLinear } from '../classifier/linear/model.ts';
import { giveBack } from '../math/give-back.ts';
import type { Classifiers } from './classifiers.ts';
import { fitClassifier, isFitted } from './fit-classifier.ts';
import type { LaneState } from './lane.ts';
import { shiftProbabilities } from './prior-shift.ts';

/** Classifiers that are fitted to their end on the rows of a milestone, here and by no engine. */
export function fittedClassifiers(states: readonly LaneState[]): Classifiers {
  const fitted: (FittedLinear | FittedTrees | null)[] = states.map(() => null);
  return {
    byEpoch: false,

    async fit(_, sets) {
      for (const [i, state] of states.entries()) {
        const { config, seed } = state.lane;
        const set = sets[i];
        if (!set) continue;
        if (!isFitted(config)) throw new TypeError(`${config.classifier} is not fitted in one go`);
        fitted[i] = fitClassifier(config, await state.fittingRows(config, set), seed);
      }
      return states.map(() => null);
    },

    predict(split, wanted) {
      return Promise.all(
        states.map(async (state, i) => {
          const classifier = fitted[i];
          if (!classifier || !wanted(state)) return null;
          const { dataset, [split]: rows } = state.lane.data;
          const { count } = dataset[split];
          const features = await rows.read(0, count);
          const predicted = classifier.predict(features, count);
          giveBack(features);
          const shift = state.plan.logPriorShift;
          return shift ? shiftProbabilities(predicted, shift) : predicted;
        }),
      );
    },

    async trained(lane) {
      const { model } = fitted[lane]!;
      const shift = states[lane]!.plan.logPriorShift ?? null;
      return 'trees' in model ? { kind: 'trees', model, shift } : { kind: 'linear', model, shift };
    },

    best: async () => async () => {},
    keep: async () => {},
    cutOff: (lane) => fitted[lane]?.fit.converged === false,
  };
}
