import type { RuleChoice } from '@latentsweep/coordinator';
import type { Context } from '../context.ts';
import { printable } from '../format/text.ts';

/** The rule of the newest sweep of that name on these data, so that its file goes on, extended or not; else the newest. */
export function ruleOfName(context: Context, name: string): RuleChoice {
  return async (fingerprints) => {
    if (!context.hasStore()) return 2;
    const store = await context.store();
    const earlier = await store.sweepOn(name, Object.values(fingerprints));
    if (earlier?.datasetFingerprint !== fingerprints[1]) return 2;
    context.note(
      `${printable(name)} began with an older version, and goes on with its split of the data and its rebalancing. ` +
        'Under another `name` the file goes by the rules of today.',
    );
    return 1;
  };
}
