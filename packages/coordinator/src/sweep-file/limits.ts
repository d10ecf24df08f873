import {
  type Condition,
  conditionsOf,
  PARAMETERS,
  type Parameter,
  type ParameterValue,
  parameterNamed,
} from '@latentsweep/core';
import type { Found } from '@latentsweep/plain-file';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { isGrid } from '../search/method.ts';
import { configsIn, plainProduct, spaceOf } from '../search/space.ts';

/** Past this an index into the grid is no exact number. */
const MOST_CONFIGS = 2 ** 50;

/** A parameter that another one bounds is never above it, in any combination that can be drawn. */
export function checkBounded(parameters: readonly SweptParameter[], found: Found): void {
  const swept = (name: string) => parameters.find((p) => p.name === name);
  for (const parameter of PARAMETERS) {
    const { name, atMost } = parameter;
    if (atMost === undefined || !mayApply(parameter, swept)) continue;
    const linked = swept(name)?.linked !== undefined && swept(name)?.linked === swept(atMost)?.linked;
    const most = extremes(name, swept(name));
    const least = extremes(atMost, swept(atMost));
    const pairs = linked
      ? most.map((value, i) => [value, least[i]!] as const)
      : [[Math.max(...most), Math.min(...least)] as const];
    const bad = pairs.find(([value, bound]) => value > bound);
    if (bad === undefined) continue;
    const group = name.slice(0, name.indexOf('.'));
    found
      .at(group)
      .fault(
        `${group}_out_of_range`,
        `${name} must not be above ${atMost}, but can be ${bad[0]} where that is ${bad[1]}`,
        `Lower ${name}, or raise ${atMost} (defaults: ${parameter.default} and ${parameterNamed.get(atMost)!.default}).`,
        found.tree.at,
      );
  }
}

type Swept = (name: string) => SweptParameter | undefined;

/** Whether it means anything in some config of the sweep. */
function mayApply(parameter: Parameter, swept: Swept): boolean {
  const holds = (when: Condition) => {
    const decider = parameterNamed.get(when.parameter)!;
    return (
      mayApply(decider, swept) && valuesOf(decider, swept(decider.name)).some((v) => when.in.includes(v))
    );
  };
  return conditionsOf(parameter)?.some(holds) ?? true;
}

function valuesOf(decider: Parameter, swept: SweptParameter | undefined): readonly ParameterValue[] {
  if (!swept) return [decider.default, ...(decider.presets ?? []).map(({ value }) => value)];
  if (swept.distribution.kind === 'constant') return [swept.distribution.value];
  if (swept.distribution.kind === 'categorical') return swept.distribution.values;
  throw new Error(`${decider.name} decides over others and is not listed`);
}

/** All values where they are listed, else the smallest and the largest that can be drawn. */
function extremes(name: string, swept: SweptParameter | undefined): readonly number[] {
  const parameter = parameterNamed.get(name)!;
  if (!swept) return [parameter.default as number];
  const { distribution } = swept;
  if (distribution.kind === 'constant') return [distribution.value as number];
  if (distribution.kind === 'categorical') return distribution.values as readonly number[];
  if ('min' in distribution) return [distribution.min, distribution.max];
  return parameter.type === 'integer' ? [parameter.minimum!, parameter.maximum!] : [];
}

/** A grid must be countable, and the cap must leave room for one config. */
export function checkSize(definition: SweepDefinition, file: Found): void {
  const { runCap, replicates, method } = definition;
  if (runCap !== null && runCap < replicates) {
    const message = `must leave room for one config with its ${replicates} replicates, got ${runCap}`;
    file.at('run_cap').fault('out_of_range', message, `Use at least ${replicates}.`);
  }
  if (!isGrid(method)) return;
  const space = spaceOf(definition);
  const configs = space === null ? 0 : configsIn(space);
  if (Math.max(configs, plainProduct(definition)) <= MOST_CONFIGS) return;
  const message = `the grid has ${configs.toPrecision(3)} configs, more than ${MOST_CONFIGS.toPrecision(3)}`;
  file.at('parameters').fault('grid_too_large', message, 'List fewer values, or use `method: random`.');
}
