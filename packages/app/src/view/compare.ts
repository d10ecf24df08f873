import { InputError, type Values } from '@latentsweep/core';
import type { ComparedConfig, KnownSweep, Reading, Sweep } from '@latentsweep/store';

/** More than these are told apart by nobody. */
const MOST = 20;
/** Single differences that are told. */
const PAIRS = 100;

/** Configs beside each other, and each against the first one. */
export interface Compared {
  readonly by: string;
  readonly configs: readonly Omit<ComparedConfig, 'difference'>[];
  /** Parameters in which they differ, in the order of the sweep file. */
  readonly differing: readonly string[];
  /** Of all but the first, over the replicates that both have. */
  readonly differences: readonly {
    readonly hash: string;
    readonly value: number | null;
    /** Of its 95% interval; null for less than two pairs. */
    readonly half: number | null;
    readonly n: number;
    readonly pairs: ComparedConfig['difference']['pairs'];
  }[];
}

/**
 * `words`: hashes, or the first characters of them; a config that is named twice counts once. Throws InputError
 * `too_many_configs`, `unknown_config`, `ambiguous_config`, `unknown_metric`.
 */
export async function compareConfigs(
  store: Reading,
  sweep: KnownSweep,
  words: readonly string[],
  by = sweep.metric,
): Promise<Compared> {
  if (words.length === 0 || words.length > MOST) {
    throw new InputError(
      words.length === 0 ? 'no_configs' : 'too_many_configs',
      `From 1 to ${MOST} configs are compared, not ${words.length}.`,
      'Name those that matter most by their hashes, or the first characters of them.',
    );
  }
  const hashes = new Set<string>();
  for (const word of words) hashes.add(await store.findConfig(sweep, word));
  const compared = await store.compareConfigs(sweep, [...hashes], { by, pairs: PAIRS });
  return {
    by,
    configs: compared.map(({ difference: _, ...config }) => config),
    differing: differingIn(
      compared.map(({ config }) => config),
      sweep.parameters,
    ),
    differences: compared.slice(1).map(({ hash, difference: { mean, half, n, pairs } }) => ({
      ...{ hash, value: mean, half, n, pairs },
    })),
  };
}

/** Arms that do not use a parameter lack it: that alone makes no difference. */
function differingIn(configs: readonly Values[], parameters: Sweep['parameters']): string[] {
  const swept = parameters.map(({ name }) => name);
  const names = new Set([...swept, ...configs.flatMap((config) => Object.keys(config))]);
  return [...names].filter((name) => {
    const present = configs.filter((config) => Object.hasOwn(config, name));
    return new Set(present.map((config) => JSON.stringify(config[name]))).size > 1;
  });
}
