import { beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from './refusals.ts';
import { openUptake, type Uptake } from './uptake.ts';

const FULL: Refusal = { kind: 'full', reason: 'maximum messages exceeded (10077)' };
const NO_ROOM: Refusal = { kind: 'no room', reason: 'maximum bytes exceeded (10077)' };

describe('The account of what streams take', () => {
  let now: number;
  let uptake: Uptake;
  beforeEach(() => {
    now = 0;
    uptake = openUptake('jobs', () => now);
  });

  it('says that nothing is answered after several in a row, until something is stored', async () => {
    const told: (readonly string[])[] = [];
    uptake.listeners.add((troubles) => told.push(troubles));
    uptake.note('results', 'no answer');
    expect(uptake.troubles()).toEqual([]);
    uptake.note('results', 'no answer');
    uptake.note('results', 'no answer');
    expect(uptake.troubles()).toEqual([expect.stringContaining('results')]);
    uptake.note('jobs', 'stored');
    expect(uptake.troubles()).toHaveLength(1);
    uptake.note('results', 'stored');
    await Promise.resolve();
    expect(uptake.troubles()).toEqual([]);
    expect(told.map(({ length }) => length)).toEqual([1, 0]);
  });

  it('starts again to count after an answer', () => {
    for (const taken of ['no answer', 'stored', 'no answer', NO_ROOM, 'no answer'] as const) {
      uptake.note('results', taken);
    }
    expect(uptake.troubles()).toEqual([]);
  });

  it('says that a stream has no room once that lasts, in the words of the server', () => {
    uptake.note('results', NO_ROOM);
    now = 2000;
    uptake.note('results', NO_ROOM);
    expect(uptake.troubles()).toEqual([]);
    now = 4000;
    uptake.note('results', NO_ROOM);
    expect(uptake.troubles()).toEqual([expect.stringContaining('maximum bytes exceeded (10077)')]);
  });

  it('takes it for no trouble that the queue of jobs is full, but for one that the results are', () => {
    for (now of [0, 9000]) {
      uptake.note('jobs', FULL);
      uptake.note('results', FULL);
    }
    expect(uptake.troubles()).toEqual([expect.stringContaining('results')]);
  });

  it('keeps what was found out until something is stored', () => {
    uptake.diagnose('jobs', 'the disk is full');
    uptake.note('jobs', 'no answer');
    expect(uptake.troubles()).toEqual(['the disk is full']);
    uptake.note('jobs', 'stored');
    expect(uptake.troubles()).toEqual([]);
  });
});
