import { readFileSync } from 'node:fs';
import type { Values } from '@latentsweep/core';
import type { Choice, PeerParameter, Problem } from './problem.ts';

/**
 * Grids of ours that were run as a whole once (`record-grid.ts`), as black boxes by a table: their sweep files stand beside
 * them, but for sweeps/thousand.yaml.
 */
export const GRIDS = ['thousand', 'arms', 'trees'];

const REPLICATE = /^replicate \d+$/;

/** The same where a trial shows the mean of all replicates: how well is proposed, whatever the luck of the best that was seen. */
export const byMeans = (grid: Problem): Problem => ({
  ...grid,
  name: `${grid.name} by its means`,
  noisy: false,
  shown: () => grid.value,
});

/** Of a file with a column for each parameter, empty where it means nothing, and one for each replicate. */
export function gridNamed(name: string): Problem {
  const text = readFileSync(new URL(`grids/${name}.csv`, import.meta.url), 'utf8');
  const [head, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const columns = head!.map((column, i) => ({ column, cells: rows.map((row) => choiceOf(row[i]!)) }));
  const named = columns.filter(({ column }) => !REPLICATE.test(column));
  const swept = named.filter(({ cells }) => new Set(cells).size > 1);
  const results = columns.filter(({ column }) => REPLICATE.test(column));
  const keyOf = (config: Values) => JSON.stringify(swept.map(({ column }) => config[column] ?? null));
  const table = new Map(
    rows.map((_, i) => [
      JSON.stringify(swept.map(({ cells }) => cells[i])),
      results.map(({ cells }) => cells[i] as number),
    ]),
  );
  const at = (config: Values) => table.get(keyOf(config))!;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const arms = swept.find(({ column }) => column === 'arm');
  return {
    name: `grid of ${name}`,
    parameters: swept.map(({ column, cells }): PeerParameter => {
      const choices = distinct(cells);
      const meant = arms ? distinct(arms.cells.filter((_, i) => cells[i] !== null)) : [];
      const always = !cells.includes(null);
      return { name: column, kind: 'choice', choices, ...(always ? {} : { when: ['arm', meant] }) };
    }),
    fixed: Object.fromEntries(
      named
        .filter((one) => !swept.includes(one))
        .flatMap(({ column, cells }) => (cells[0] === null ? [] : [[column, cells[0]!]])),
    ),
    value: (config) => mean(at(config)),
    least: Math.min(...[...table.values()].map(mean)),
    noisy: true,
    // Another seed, another replicate is the first.
    shown: (seed) => (config, replicate) => at(config)[(seed + replicate) % results.length]!,
  };
}

function choiceOf(cell: string): Choice | null {
  if (cell === '') return null;
  return Number.isNaN(Number(cell)) ? cell : Number(cell);
}

const distinct = (cells: readonly (Choice | null)[]) => [...new Set(cells)].filter((cell) => cell !== null);
