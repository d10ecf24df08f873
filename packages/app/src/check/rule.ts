import type { RuleChoice } from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';
import type { Say } from '../say.ts';

/** What began earlier under a file's name, and goes on as it began. */
export interface Earlier {
  /** Null where there is no store yet. Asked for only where it may have something to say. */
  store(): Promise<Reading | null>;
  readonly say: Say;
}

/** The rule of the newest sweep of that name on these data, so that its file goes on, extended or not; else the newest. */
export function ruleOfName({ store: open, say }: Earlier, name: string): RuleChoice {
  return async (fingerprints) => {
    const store = await open();
    const earlier = await store?.sweepOn(name, Object.values(fingerprints));
    if (earlier?.datasetFingerprint !== fingerprints[1]) return 2;
    say({
      ...{ code: 'kept_rule', path: '' },
      message: `${name} began with an older version, and goes on with its split of the data and its rebalancing`,
      hint: 'Under another `name` the file goes by the rules of today.',
    });
    return 1;
  };
}
