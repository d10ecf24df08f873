import { beforeEach, describe, expect, it } from 'vitest';
import { Beginning } from './early-failure.ts';

let beginning: Beginning;
beforeEach(() => {
  beginning = new Beginning();
});

const fail = (count: number, seconds = 1) => {
  for (let run = 0; run < count; run++) beginning.note(`failed ${run}`, 'out of paper', seconds);
};
const endWell = (count: number) => {
  for (let run = 0; run < count; run++) beginning.note(`well ${run}`, null, 1);
};

describe('Early failure', () => {
  it('stops a sweep whose first three runs fail, and says why', () => {
    fail(3);
    expect(beginning.failure(1)).toBe(
      '3 of the first 3 training runs failed, the last one with: out of paper',
    );
    endWell(9);
    expect(beginning.failure(1)).toContain('3 of the first 12 training runs failed');
  });

  it('bears two failures, failures among runs that end well, and late ones', () => {
    fail(2);
    expect(beginning.failure(1)).toBeNull();
    fail(5, 10.1);
    expect(beginning.failure(10)).toBeNull();
    fail(3);
    expect(beginning.failure(10.1)).toBeNull();
    endWell(10);
    expect(beginning.failure(1)).toBeNull();
  });

  it('counts a run once, however many of its milestones fail', () => {
    fail(1);
    fail(1);
    fail(1);
    expect(beginning.failure(1)).toBeNull();
  });
});
