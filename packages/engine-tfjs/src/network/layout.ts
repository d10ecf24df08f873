import type { Dense } from '@latentsweep/core';
import type { Layer } from '../math/port.ts';

/** Lays layers out one after another, as the port has a lane's parameters. */
export function place(layers: readonly Dense[]): Layer[] {
  let at = 0;
  return layers.map(({ inputs, outputs }) => {
    const placed = { inputs, outputs, at };
    at += inputs * outputs + outputs;
    return placed;
  });
}
