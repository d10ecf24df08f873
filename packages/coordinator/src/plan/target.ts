import { meanInterval } from '@latentsweep/core';
import type { EndedConfig } from '@latentsweep/store';
import type { SweepDefinition } from '../port.ts';

type Metric = SweepDefinition['metric'];
type MeanInterval = ReturnType<typeof meanInterval>;

/**
 * The mean of a config's replicates with its 95% interval, if that lies beyond the target as a whole. A config that lacks the
 * value of a replicate does not get there: what failed may have been the hard one. One replicate has no interval, and counts by
 * its value, as W&B has it.
 */
function beyondTarget(
  values: EndedConfig['values'],
  { goal, target }: Pick<Metric, 'goal' | 'target'>,
): MeanInterval | null {
  if (target === undefined || values.length === 0 || values.includes(null)) return null;
  const found = meanInterval(values as readonly number[]);
  const half = found.half ?? 0;
  const isBeyond = goal === 'maximize' ? found.mean - half >= target : found.mean + half <= target;
  return isBeyond ? found : null;
}

/** Why the sweep ends, by the first of these configs that has reached the target; null where none has. `metric`: by which it decides. */
export function targetReached(configs: readonly EndedConfig[], metric: Metric): string | null {
  for (const { hash, values } of configs) {
    const found = beyondTarget(values, metric);
    if (found) return reasonOf(hash, found, metric);
  }
  return null;
}

function reasonOf(hash: string, { mean, half, n }: MeanInterval, { name, goal, target }: Metric): string {
  const value = half === null ? rounded(mean) : `${rounded(mean)} ± ${rounded(half)} (95%, ${n} replicates)`;
  const beyond = goal === 'maximize' ? 'not below' : 'not above';
  return `Target reached: ${name} of config ${hash.slice(0, 8)} is ${value}, ${beyond} ${target}.`;
}

const rounded = (value: number) => String(Number(value.toPrecision(4)));
