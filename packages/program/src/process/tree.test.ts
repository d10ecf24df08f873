import { describe, expect, it } from 'vitest';
import type { Process } from './table.ts';
import { straysOf, treeOf } from './tree.ts';

const one = (pid: number, of: Partial<Process> = {}): Process => ({
  ...{ pid, parent: 1, group: pid, session: pid, residentBytes: 1, run: null },
  ...of,
});
const pidsOf = (processes: readonly Process[]) => processes.map(({ pid }) => pid).toSorted((a, b) => a - b);

const TABLE = [
  one(10, { run: 'a.1' }),
  one(11, { parent: 10, group: 10 }),
  one(12, { parent: 1, session: 10 }),
  one(13, { parent: 1, run: 'a.1' }),
  one(14, { parent: 13 }),
  one(15, { parent: 14 }),
  one(20, { run: 'a.2' }),
  one(30),
];

describe("A program's tree", () => {
  it('is its group, its session, its run, and what those started', () => {
    expect(pidsOf(treeOf(TABLE, { pid: 10, run: 'a.1' }))).toEqual([10, 11, 12, 13, 14, 15]);
  });

  it('is its run alone once its first process has ended, whose number may be taken', () => {
    expect(
      pidsOf(treeOf([one(10), one(11, { group: 10 }), ...TABLE.slice(3)], { pid: null, run: 'a.1' })),
    ).toEqual([13, 14, 15]);
  });

  it('leaves what is of a run of this runner that is not under way', () => {
    const strays = straysOf(
      [...TABLE, one(40, { run: 'b.1' })],
      (run) => run.startsWith('a.'),
      new Set(['a.2']),
    );
    expect(pidsOf(strays)).toEqual([10, 13]);
  });
});
