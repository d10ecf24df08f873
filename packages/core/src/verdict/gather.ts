import type { Values } from '../parameter/parameter.ts';
import type { ArmGroup, VerdictMaterial } from './material.ts';

/** A config with its values by replicate; one that is not finite is none. */
export interface JudgedConfig {
  readonly hash: string;
  readonly config: Values;
  readonly validation: ReadonlyMap<number, number>;
  readonly test: ReadonlyMap<number, number>;
  /** It breaks a constraint of its sweep. */
  readonly breaks?: boolean;
}

/** Trials of a version that knew one classifier have no such parameter. */
const classifierNameOf = (config: Values): string => String(config['classifier'] ?? 'ffn');

/** More values of `minority_rate` than these are a search over it, and configs of all of them one group. */
export const MOST_RATES = 12;

/** What the store answers in SQL, of configs in memory, in the order in which they were proposed. */
export function verdictMaterial(given: readonly JudgedConfig[], higherIsBetter: boolean): VerdictMaterial {
  const configs = given.filter(({ breaks }) => !breaks);
  const has = ({ validation, test }: JudgedConfig, replicate: number) =>
    Number.isFinite(validation.get(replicate)) && Number.isFinite(test.get(replicate));
  const all = [...new Set(configs.flatMap(({ test }) => [...test.keys()]))].sort((a, b) => a - b);
  const counts = all.map((replicate) => configs.filter((config) => has(config, replicate)).length);
  const most = Math.max(0, ...counts);
  const replicates = all.filter((_, i) => counts[i]! > 0 && 2 * counts[i]! >= most);
  const complete = configs.filter((config) => replicates.every((replicate) => has(config, replicate)));
  const valued = configs.filter((config) => all.some((replicate) => has(config, replicate)));
  const rates = new Set(complete.map(({ config }) => config['minority_rate']));
  const rateOf = (config: Values) => (rates.size > MOST_RATES ? null : (config['minority_rate'] ?? null));
  const groups = Map.groupBy(complete, ({ config }) =>
    JSON.stringify([config['arm'], classifierNameOf(config), rateOf(config)]),
  );
  return {
    higherIsBetter,
    replicates,
    groups: [...groups.values()].map((own) => ({
      minorityRate: rateOf(own[0]!.config) as number | null,
      ...groupOf(own, replicates, higherIsBetter ? 1 : -1),
    })),
    incomplete: valued.length - complete.length,
    breaking: breakingIn(given),
  };
}

function breakingIn(configs: readonly JudgedConfig[]): VerdictMaterial['breaking'] {
  const broken = configs.flatMap(({ breaks, config }) =>
    breaks ? [{ arm: String(config['arm']), classifier: classifierNameOf(config) }] : [],
  );
  return [...Map.groupBy(broken, ({ arm, classifier }) => JSON.stringify([arm, classifier])).values()].map(
    (own) => ({ ...own[0]!, configs: own.length }),
  );
}

function groupOf(
  configs: readonly JudgedConfig[],
  replicates: readonly number[],
  sign: number,
): Omit<ArmGroup, 'minorityRate'> {
  const validation = configs.map((one) => replicates.map((replicate) => one.validation.get(replicate)!));
  const test = configs.map((one) => replicates.map((replicate) => one.test.get(replicate)!));
  const sums = validation.map(total);
  const testSums = test.map(total);
  const count = replicates.length;
  const best = sums.reduce((first, sum, k) => (sign * sum > sign * sums[first]! ? k : first), 0);
  const { hash, config } = configs[best]!;
  return {
    ...{ arm: String(config['arm']), classifier: classifierNameOf(config), configs: configs.length },
    best: { hash, config, validation: sums[best]! / count, test: test[best]! },
    spread: {
      means: replicates.map((_, r) => total(validation.map((values) => values[r]!)) / configs.length),
      testMeans: replicates.map((_, r) => total(test.map((values) => values[r]!)) / configs.length),
      squares: total(validation.flat().map((value) => value * value)),
      products: total(validation.flatMap((values, k) => values.map((value, r) => value * test[k]![r]!))),
      squaresOfMeans: total(sums.map((sum) => (sum / count) ** 2)),
      productsOfMeans: total(sums.map((sum, k) => (sum / count) * (testSums[k]! / count))),
    },
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
