import { log, normalBelow, normalQuantile, type Stream } from '@latentsweep/core';
import type { Axis, Levels } from './axis.ts';

/**
 * Kernels of one width on one axis, as densities to that of the draws: the logarithm of one is its height at its centre
 * less a drop, so that all that is left to add lowers it.
 */
export type Kernels = LineKernels | LevelKernels;

/** Normal about the centre, cut off at 0 and 1: the drop is ((x - centre) / width)² / 2. */
export interface LineKernels {
  readonly line: true;
  readonly width: number;
  height(centre: number): number;
  /** A draw of the kernel. */
  draw(centre: number, stream: Stream): number;
}

export interface LevelKernels {
  readonly line: false;
  readonly count: number;
  height(centre: number): number;
  /** By level and centre: drops[level * count + centre]. */
  readonly drops: Float64Array;
  draw(centre: number, stream: Stream): number;
}

const STEPS_OF_HALVING = 4;

/** The nearest of the widths that there are, so that tables of a few serve all: powers of the fourth root of 1/2. */
function widthOf(step: number): number {
  let width = 1;
  for (let i = step % STEPS_OF_HALVING; i > 0; i--) width *= 0.8408964152537145;
  for (let i = step; i >= STEPS_OF_HALVING; i -= STEPS_OF_HALVING) width /= 2;
  return width;
}

function stepOf(width: number): number {
  let step = 0;
  while (widthOf(step + 1) > width * 1.0905) step++;
  return step;
}

/** Makes the kernels of an axis for any width, the tables of each but once. */
export function kernelsOn({ levels }: Axis): (width: number, points: number) => Kernels {
  if (levels && !levels.ordered) return (_, points) => categoryKernels(levels, points);
  const made: Kernels[] = [];
  return (width) => {
    const step = stepOf(width);
    made[step] ??= levels ? levelKernels(levels, widthOf(step)) : lineKernels(widthOf(step));
    return made[step];
  };
}

const CELLS = 128;
const LOG_ROOT_2_PI = 0.9189385332046727;

function lineKernels(width: number): LineKernels {
  // Read between its lines: what lies between 0 and 1 of the normal.
  const heights = Float64Array.from({ length: CELLS + 1 }, (_, i) => {
    const centre = i / CELLS;
    return -log(width) - LOG_ROOT_2_PI - log(between(0, 1, centre, width));
  });
  return {
    line: true,
    width,
    height(centre) {
      const at = Math.min(CELLS - 1, Math.floor(centre * CELLS));
      return heights[at]! + (centre * CELLS - at) * (heights[at + 1]! - heights[at]!);
    },
    draw: (centre, stream) => drawNear(centre, width, stream),
  };
}

/** The share of a normal that lies between `low` and `high`. */
function between(low: number, high: number, centre: number, width: number): number {
  return normalBelow((high - centre) / width) - normalBelow((low - centre) / width);
}

/** Between 0 and 1, and neither: what is infinite there never comes up. */
export const openUniform = (stream: Stream): number => (stream.word() + 0.5) / 2 ** 32;

function drawNear(centre: number, width: number, stream: Stream): number {
  for (;;) {
    const x = centre + width * normalQuantile(openUniform(stream));
    if (x > 0 && x < 1) return x;
  }
}

/** Below this the share of a level counts for no less. */
const LEAST_SHARE = 1e-12;

/** Normal about the middle of the centre's level: each level has what lies over it. */
function levelKernels({ count, edges }: Levels, width: number): LevelKernels {
  const middle = (level: number) => (edges[level]! + edges[level + 1]!) / 2;
  const shares = (centre: number) => {
    const whole = between(0, 1, middle(centre), width);
    return Array.from({ length: count }, (_, level) =>
      Math.max(LEAST_SHARE, between(edges[level]!, edges[level + 1]!, middle(centre), width) / whole),
    );
  };
  return tabulated(
    edges,
    Array.from({ length: count }, (_, centre) => shares(centre)),
    (centre, stream) => {
      const x = drawNear(middle(centre), width, stream);
      return levelAt(edges, x);
    },
  );
}

/** The number of the level at x. */
export function levelAt(edges: Float64Array, x: number): number {
  let level = 0;
  while (level < edges.length - 2 && x >= edges[level + 1]!) level++;
  return level;
}

/** A category keeps as much as all others have together where there is one point, and more with each (as Optuna has it). */
function categoryKernels({ count, edges }: Levels, points: number): LevelKernels {
  const own = (points + 1) / (points + 1 + count);
  const drawn = (level: number) => edges[level + 1]! - edges[level]!;
  const shares = (centre: number) =>
    Array.from({ length: count }, (_, level) => (1 - own) * drawn(level) + (level === centre ? own : 0));
  return tabulated(
    edges,
    Array.from({ length: count }, (_, centre) => shares(centre)),
    (centre, stream) => (stream.uniform() < own ? centre : levelAt(edges, stream.uniform())),
  );
}

/** `shares[centre][level]`, in place of those of the draws. */
function tabulated(
  edges: Float64Array,
  shares: readonly (readonly number[])[],
  draw: LevelKernels['draw'],
): LevelKernels {
  const count = shares.length;
  const logs = shares.map((row) =>
    row.map((share, level) => log(share / (edges[level + 1]! - edges[level]!))),
  );
  const heights = logs.map((row) => Math.max(...row));
  const drops = new Float64Array(count * count);
  for (let level = 0; level < count; level++) {
    for (let centre = 0; centre < count; centre++) {
      drops[level * count + centre] = heights[centre]! - logs[centre]![level]!;
    }
  }
  return { line: false, count, height: (centre) => heights[centre]!, drops, draw };
}
