import {
  applies,
  BASELINE,
  baselineOf,
  type Config,
  canonicalConfig,
  deriveSeed,
  isBaseline,
  type Parameter,
  type ParameterValue,
  Purpose,
  parameterNamed,
  parametersBeside,
  runHash,
  Stream,
  type Values,
} from '@latentsweep/core';
import type { Searcher, SweepDefinition } from '../port.ts';
import { draw } from './draw.ts';
import { drawnSupport } from './support.ts';

/** So many draws in a row that bring nothing new end the search: what is left has almost no probability. */
const MOST_MISSES = 10_000;
/** Configs remembered to tell new ones from old. Past it the store alone removes duplicates. */
const MOST_REMEMBERED = 2 ** 18;

/** Where the search stands: the next draw, the distinct configs so far, the draws since the last new one. */
const START = { draw: 0, found: 0, misses: 0 };

/**
 * Independent draws until `limit` distinct configs are found. Draw i of a parameter depends on the sweep's seed, the
 * parameter's name and i alone: not on how many are asked for at once, on other parameters or on their order. Where
 * the definition has baselines, each comes right before the first draw that is compared with it, and counts as found.
 */
export function randomSearcher(definition: SweepDefinition, limit: number): Searcher {
  const drawConfig = configDrawer(definition);
  const continuous = continuousOf(definition);
  /** Whether it may well be drawn twice. */
  const repeats = (config: Config) => !continuous.some((parameter) => applies(parameter, config));
  const someRepeat = continuous.every(({ when }) => when !== undefined);
  const names = namesThatTell(definition);
  const seen = new Set<string>();
  let seenUpTo = 0;

  /** Whether no earlier draw brought it. Draws are looked at in order. */
  const isNew = (config: Config): boolean => {
    if (!repeats(config)) return true;
    const key = JSON.stringify(names.map((name) => (config as Values)[name]));
    if (seen.has(key)) return false;
    if (seen.size < MOST_REMEMBERED) seen.add(key);
    return true;
  };
  /** What draw `i` brings: its config, after its baseline; each only if it is new. */
  const newOf = (i: number): Config[] => {
    const config = drawConfig(i);
    if (!isNew(config)) return [];
    const baseline = definition.baselines && !isBaseline(config) ? baselineOf(config) : null;
    return baseline && isNew(baseline) ? [baseline, config] : [config];
  };
  const rememberUpTo = (next: number): void => {
    if (seenUpTo > next) {
      seen.clear();
      seenUpTo = 0;
    }
    // A search that goes on at its millionth draw need not draw all of them again.
    const learns = () => someRepeat && seen.size < MOST_REMEMBERED;
    for (; seenUpTo < next && learns(); seenUpTo++) newOf(seenUpTo);
    seenUpTo = next;
  };

  return {
    size: { configs: limit, runs: limit, duplicatesRemoved: 0, valuesRepeated: 0, exact: false },
    learnsFrom: null,
    first: () => [],
    ask({ cursor, atMost }) {
      let { draw: next, found, misses } = (cursor ?? START) as typeof START;
      rememberUpTo(next);
      const configs: Config[] = [];
      while (configs.length < atMost && found < limit && misses < MOST_MISSES) {
        // The last place is the draw's, without its baseline: a cap is reached, and a higher one only adds.
        const brought = newOf(next++).slice(found - limit);
        seenUpTo = next;
        configs.push(...brought);
        found += brought.length;
        misses = brought.length > 0 ? 0 : misses + 1;
      }
      return {
        configs: byRun(configs),
        reasons: null,
        cursor: { draw: next, found, misses },
        exhausted: found >= limit || misses >= MOST_MISSES,
      };
    },
  };
}

/** What tells any two configs apart that are proposed. Baselines may differ in defaults that come from their draws. */
function namesThatTell({ parameters, baselines }: SweepDefinition): string[] {
  const shared = baselines ? parametersBeside(canonicalConfig(BASELINE)) : [];
  return [...new Set([...parameters, ...shared].map(({ name }) => name))];
}

/** Draws the i-th config. Parameters of a linked group share a stream, and so draw the same index. */
function configDrawer(definition: SweepDefinition): (i: number) => Config {
  const drawn = definition.parameters.map((swept) => ({
    ...swept,
    parameter: parameterNamed.get(swept.name)!,
    seed: deriveSeed(definition.seed, 'search', swept.linked ?? swept.name),
  }));
  return (i) => {
    const [low, high] = [i % 2 ** 32, Math.floor(i / 2 ** 32)];
    const given: Record<string, ParameterValue> = {};
    for (const { name, distribution, parameter, seed } of drawn) {
      given[name] = draw(distribution, parameter, new Stream(seed, Purpose.search, low, high));
    }
    return canonicalConfig(given);
  };
}

/** The swept parameters of which a draw hardly ever comes again. */
function continuousOf({ parameters }: SweepDefinition): Parameter[] {
  return parameters
    .filter(({ name, distribution }) => drawnSupport(distribution, parameterNamed.get(name)!) === null)
    .map(({ name }) => parameterNamed.get(name)!);
}

/** Configs of one run side by side by rising `epochs`, runs in the order in which they came. */
function byRun(configs: readonly Config[]): Config[] {
  const runs = Map.groupBy(configs, runHash);
  return [...runs.values()].flatMap((run) => run.sort((a, b) => a.epochs - b.epochs));
}
