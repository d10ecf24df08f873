import { createSearcher } from '@latentsweep/coordinator';
import {
  applies,
  type Config,
  IMAGE_ARMS,
  PARAMETERS,
  Purpose,
  parameterNamed,
  Stream,
  type Values,
} from '@latentsweep/core';
import { chosenOf, type FinishedConfig } from '@latentsweep/store';
import type { Axis } from '../../packages/coordinator/src/search/bayes/axis.ts';
import type { Coordinates } from '../../packages/coordinator/src/search/bayes/coordinates.ts';
import { kernelsOn } from '../../packages/coordinator/src/search/bayes/kernels.ts';
import { BEST, knownOf, readOf, SPREAD } from '../../packages/coordinator/src/search/bayes/known.ts';
import { Model } from '../../packages/coordinator/src/search/bayes/model.ts';
import { print } from '../parts.ts';
import { openSearchPeer } from './peers.ts';
import type { PeerParameter } from './problem.ts';
import { definitionOf, searching } from './study.ts';

const DIMENSIONS = 40;
const SUGGESTIONS = 1000;
/** Proposals of a question by the default lag, and configs that are open then. */
const STEP = 8;

/** What a suggestion takes: ours on one core, in CPU time, and beside it peers that draw the same 40 numbers. */
export async function benchSpeed(): Promise<void> {
  const tree = treeOf();
  print(
    `a suggestion over ${tree.length} parameters of ours, mean of ${SUGGESTIONS}`,
    `${ourTree(tree).toFixed(2)} ms`,
  );
  print(
    `over ${DIMENSIONS} numbers that all mean something (target: 1 ms)`,
    `${flat(SUGGESTIONS, 0).toFixed(2)} ms`,
  );
  print('  at 10,000 finished ones (target: 2 ms)', `${flat(100, 10_000).toFixed(2)} ms`);
  for (const library of ['optuna', 'rustuna'] as const) {
    const found = await peer(library).catch((error: Error) => error.message);
    print(`  ${library}`, typeof found === 'string' ? found : `${found.version}: ${found.ms.toFixed(2)} ms`);
  }
}

/** Some 40 of our own parameters: of a config those mean something that its arm and its classifier use. */
function treeOf(): PeerParameter[] {
  return PARAMETERS.flatMap((parameter): PeerParameter[] => {
    const { name } = parameter;
    if (parameter.type === 'choice') {
      // On simulated rows, which are no images.
      const choices = parameter.choices.filter((choice) => !IMAGE_ARMS.includes(choice));
      return [{ name, kind: 'choice', choices }];
    }
    // Lists of sizes, and a pair of which one bounds the other.
    if (name.startsWith('mixing.')) return [];
    if (parameter.type !== 'integer' && parameter.type !== 'number') return [];
    const low = parameter.minimum ?? (parameter.exclusiveMinimum ?? 0) + 0.001;
    const high = Math.min(parameter.maximum ?? Math.max(low, parameter.exclusiveMaximum! - 0.001), 100);
    return [{ name, kind: parameter.type === 'integer' ? 'int' : 'float', low, high }];
  }).slice(0, DIMENSIONS);
}

/** A sum of squares over what means something. */
function ourTree(parameters: readonly PeerParameter[]): number {
  const numbers = parameters.filter(({ kind }) => kind !== 'choice');
  const score = (config: Config) =>
    numbers.reduce((sum, { name, low, high }) => {
      if (!applies(parameterNamed.get(name)!, config)) return sum;
      const at = (((config as Values)[name] as number) - low!) / (high! - low!);
      return sum + (at - 0.3) ** 2;
    }, 0);
  const definition = definitionOf(parameters, 'bayes', { run_cap: SUGGESTIONS });
  let [sum, count] = [0, 0];
  for (const { ms } of searching(createSearcher(definition), (config) => [score(config)])) {
    sum += ms;
    count += 1;
  }
  return sum / count;
}

/** The model by itself on 40 lines, as the searcher asks it: some proposals of each question, what is under way among them. */
function flat(suggestions: number, finished: number): number {
  const names = Array.from({ length: DIMENSIONS }, (_, d) => `x${d}`);
  const axes = names.map(
    (name): Axis => ({
      levels: null,
      names: [name],
      values: (x) => ({ [name]: x }),
      coordinate: (config) => config[name] as number,
    }),
  );
  const coordinates: Coordinates = {
    axes,
    of(config) {
      const x = new Float64Array(DIMENSIONS);
      for (let d = 0; d < DIMENSIONS; d++) x[d] = axes[d]!.coordinate(config);
      return x;
    },
    stripped: (x) => x,
    config: (x) => Object.assign({}, ...axes.map((axis, d) => axis.values(x[d]!))),
  };
  const makers = axes.map(kernelsOn);
  const stream = new Stream([1, 2], Purpose.search);
  const history: FinishedConfig[] = [];
  const finish = (config: Values) => {
    const mean = -names.reduce((sum, name) => sum + ((config[name] as number) - 0.3) ** 2, 0);
    history.push({ place: history.length, config, mean, sd: null, n: 1, violation: 0 });
  };
  for (let i = 0; i < Math.max(finished, 32); i++) {
    finish(Object.fromEntries(names.map((name) => [name, stream.uniform()])));
  }
  let ms = 0;
  for (let i = 0; i < suggestions; i += STEP) {
    const made = history.length;
    const known = made - STEP;
    const question = structuredClone({
      ...{ cursor: null, made, atMost: 1 },
      finished: chosenOf(history.slice(0, known), known, { best: BEST, spread: SPREAD }),
      running: history.slice(known).map(({ config }) => config),
    });
    const before = process.cpuUsage();
    const split = knownOf(question, readOf(question, coordinates), coordinates, 10);
    if (typeof split === 'string') throw new Error(split);
    const model = new Model(coordinates, makers, split.good, split.rest, STEP);
    const proposed = Array.from({ length: STEP }, (_, k) => {
      const { x } = model.candidates([3, 4], i + k, 0)[0]!;
      model.add(x);
      return coordinates.config(x);
    });
    const { user, system } = process.cpuUsage(before);
    ms += (user + system) / 1000;
    for (const config of proposed) finish(config);
  }
  return ms / suggestions;
}

async function peer(
  library: 'optuna' | 'rustuna',
): Promise<{ readonly version: string; readonly ms: number }> {
  const peer = await openSearchPeer(library);
  try {
    const parameters = Array.from(
      { length: DIMENSIONS },
      (_, d) => ({ name: `x${d}`, kind: 'float', low: 0, high: 1 }) as const,
    );
    const { version } = await peer.start(parameters, 1);
    let [told, sum] = [null as number | null, 0];
    for (let i = 0; i < SUGGESTIONS; i++) {
      const { config, ms } = await peer.tell(told);
      sum += ms;
      told = parameters.reduce((total, { name }) => total + ((config[name] as number) - 0.3) ** 2, 0);
    }
    return { version, ms: sum / SUGGESTIONS };
  } finally {
    await peer.close();
  }
}
