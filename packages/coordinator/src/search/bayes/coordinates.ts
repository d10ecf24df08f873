import type { AnyConfig, Values } from '@latentsweep/core';
import type { SweepDefinition } from '../../port.ts';
import { configSpaceOf } from '../config-space.ts';
import { drawnOf } from '../dimensions.ts';
import { isSwept, namedInWhen, narrowed } from '../narrow.ts';
import { type Axis, axisOf } from './axis.ts';

/** The configs of a sweep as points: a coordinate for each axis, NaN where the axis means nothing beside the others. */
export interface Coordinates {
  readonly axes: readonly Axis[];
  /** Null for a config that the sweep does not draw, such as a baseline. */
  of(config: Values): Float64Array | null;
  /** Without what means nothing beside the rest. */
  stripped(x: Float64Array): Float64Array;
  config(x: Float64Array): AnyConfig;
}

/** What a choice of the parameters that decide over others leaves. */
interface Branch {
  readonly means: readonly boolean[];
  readonly decided: Values;
}

export function coordinatesOf(definition: SweepDefinition): Coordinates {
  const space = configSpaceOf(definition);
  const deciders = space.deciders.map(({ name }) => name);
  const { dimensions, fixed } = drawnOf(definition);
  const axes = dimensions.map(axisOf);
  const named = namedInWhen(definition);
  const deciding = axes.flatMap(({ names }, d) =>
    names.some((name) => deciders.includes(name) || named.has(name)) ? [d] : [],
  );
  const narrow = narrowed(definition);
  const swept = new Map(definition.parameters.map((parameter) => [parameter.name, parameter]));
  const config = (x: Float64Array) => {
    const given = { ...fixed };
    for (const [d, axis] of axes.entries())
      if (!Number.isNaN(x[d]!)) Object.assign(given, axis.values(x[d]!));
    return space.canonical(narrow(given));
  };
  const branches = new Map<number, Branch>();
  const branchAt = (x: Float64Array): Branch => {
    let key = 0;
    for (const d of deciding) key = key * axes[d]!.levels!.count + (x[d]! || 0);
    let branch = branches.get(key);
    if (!branch) {
      const whole = config(x.map((coordinate) => coordinate || 0));
      branch = {
        means: axes.map(({ names }) =>
          names.some((name) => space.applies(space.named(name)!, whole) && isSwept(swept.get(name)!, whole)),
        ),
        decided: whole,
      };
      branches.set(key, branch);
    }
    return branch;
  };
  return {
    axes,
    config,
    stripped(x) {
      const { means } = branchAt(x);
      const stripped = new Float64Array(x.length);
      for (let d = 0; d < x.length; d++) stripped[d] = means[d] ? x[d]! : Number.NaN;
      return stripped;
    },
    of(values) {
      const x = new Float64Array(axes.length);
      for (const d of deciding) x[d] = axes[d]!.coordinate(values);
      const { means, decided } = branchAt(x);
      if (deciders.some((name) => values[name] !== decided[name])) return null;
      for (let d = 0; d < x.length; d++) {
        x[d] = means[d] ? axes[d]!.coordinate(values) : Number.NaN;
        if (means[d] && Number.isNaN(x[d]!)) return null;
      }
      return x;
    },
  };
}
