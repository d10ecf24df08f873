import type { Values } from '../parameter/parameter.ts';
import type { ArmGroup, Pick, VerdictMaterial } from './material.ts';

/** A config with its values by replicate; one that is not finite is none. */
export interface JudgedConfig {
  readonly hash: string;
  readonly config: Values;
  readonly validation: ReadonlyMap<number, number>;
  readonly test: ReadonlyMap<number, number>;
}

/** Trials of a version that knew one classifier have no such parameter. */
export const classifierNameOf = (config: Values): string => String(config['classifier'] ?? 'ffn');

/** What the store answers in SQL, of configs in memory, in the order in which they were proposed. */
export function verdictMaterial(configs: readonly JudgedConfig[], higherIsBetter: boolean): VerdictMaterial {
  const has = ({ validation, test }: JudgedConfig, replicate: number) =>
    Number.isFinite(validation.get(replicate)) && Number.isFinite(test.get(replicate));
  const all = [...new Set(configs.flatMap(({ test }) => [...test.keys()]))].sort((a, b) => a - b);
  const counts = all.map((replicate) => configs.filter((config) => has(config, replicate)).length);
  const most = Math.max(0, ...counts);
  const replicates = all.filter((_, i) => counts[i]! > 0 && 2 * counts[i]! >= most);
  const complete = configs.filter((config) => replicates.every((replicate) => has(config, replicate)));
  const valued = configs.filter((config) => all.some((replicate) => has(config, replicate)));
  const groups = Map.groupBy(complete, ({ config }) =>
    JSON.stringify([config['arm'], classifierNameOf(config)]),
  );
  return {
    higherIsBetter,
    replicates,
    groups: [...groups.values()].map((own) => groupOf(own, replicates, higherIsBetter ? 1 : -1)),
    incomplete: valued.length - complete.length,
  };
}

function groupOf(configs: readonly JudgedConfig[], replicates: readonly number[], sign: number): ArmGroup {
  const { config } = configs[0]!;
  const validation = configs.map((one) => replicates.map((replicate) => one.validation.get(replicate)!));
  const sums = validation.map((values) => values.reduce((sum, value) => sum + value, 0));
  const count = replicates.length;
  /** The best by the mean of all replicates but one. */
  const pick = (without: number | null): Pick & { readonly judged: JudgedConfig } => {
    let [best, at] = [Number.NEGATIVE_INFINITY, 0];
    for (let k = 0; k < configs.length; k++) {
      const score = sign * (sums[k]! - (without === null ? 0 : validation[k]![without]!));
      if (score > best) [best, at] = [score, k];
    }
    const judged = configs[at]!;
    const mean = (sign * best) / (without === null ? count : count - 1);
    return { hash: judged.hash, config: judged.config, validation: mean, judged };
  };
  const { judged, ...best } = pick(null);
  return {
    ...{ arm: String(config['arm']), classifier: classifierNameOf(config), configs: configs.length },
    best: { ...best, test: replicates.map((replicate) => judged.test.get(replicate)!) },
    leftOut: replicates.map((replicate, r) => {
      const { judged: one, ...chosen } = pick(r);
      return { ...chosen, test: one.test.get(replicate)! };
    }),
    spread: {
      means: replicates.map(
        (_, r) => validation.reduce((sum, values) => sum + values[r]!, 0) / configs.length,
      ),
      squares: validation.flat().reduce((sum, value) => sum + value * value, 0),
      squaresOfMeans: sums.reduce((sum, value) => sum + (value / count) ** 2, 0),
    },
  };
}
