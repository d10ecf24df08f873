import { deriveSeed, type ParameterValue, Purpose, Stream, type Values } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { draw } from './draw.ts';

/**
 * Independent draws. The i-th of a parameter depends on the sweep's seed, the parameter's name and i alone: not on other
 * parameters or on their order. Those of a linked group share a stream, and so draw the same index.
 */
export function randomDrawer(definition: SweepDefinition): (i: number) => Values {
  const space = configSpaceOf(definition);
  const drawn = definition.parameters.map((swept) => ({
    ...swept,
    parameter: space.named(swept.name)!,
    seed: deriveSeed(definition.seed, 'search', swept.linked ?? swept.name),
  }));
  return (i) => {
    const [low, high] = [i % 2 ** 32, Math.floor(i / 2 ** 32)];
    const given: Record<string, ParameterValue> = {};
    for (const { name, distribution, parameter, seed } of drawn) {
      given[name] = draw(distribution, parameter, new Stream(seed, Purpose.search, low, high));
    }
    return given;
  };
}
