import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';

describe('The board of a batch', () => {
  it('gives each job to one side only', () => {
    const mine = Board.forJobs(2);
    const threads = new Board(mine.buffer);
    expect(mine.takeBack(0)).toBe(true);
    expect(threads.start(0)).toBe(false);
    expect(threads.start(1)).toBe(true);
    expect(mine.takeBack(1)).toBe(false);
    expect(mine.atWork).toBe(1);
    threads.finish();
    expect(mine.atWork).toBeNull();
  });

  it('asks a job that has begun to stop, and no other', () => {
    const mine = Board.forJobs(2);
    const threads = new Board(mine.buffer);
    threads.start(0);
    mine.askToStop(0);
    mine.askToStop(1);
    expect(threads.mustStop(0)).toBe(true);
    expect(threads.start(1)).toBe(true);
    expect(threads.mustStop(1)).toBe(false);
  });

  it('shows the last epoch of each job', () => {
    const mine = Board.forJobs(2);
    new Board(mine.buffer).noteEpoch(1, 7);
    expect([mine.epoch(0), mine.epoch(1)]).toEqual([0, 7]);
  });
});
