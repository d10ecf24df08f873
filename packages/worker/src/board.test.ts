import fc from 'fast-check';
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
    expect([mine.isAtWork(0), mine.isAtWork(1)]).toEqual([false, true]);
    threads.finish(1);
    expect([mine.isAtWork(1), mine.isFinished(1), mine.isFinished(0)]).toEqual([false, true, false]);
  });

  it('shows all that are at work together', () => {
    const mine = Board.forJobs(4);
    const threads = new Board(mine.buffer);
    for (const job of [0, 1, 3]) threads.start(job);
    mine.askToStop(3);
    threads.finish(0);
    expect([0, 1, 2, 3].map((job) => mine.isAtWork(job))).toEqual([false, true, false, true]);
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

  it('lets a job that was put off be taken back, unless it was asked to stop', () => {
    const mine = Board.forJobs(2);
    const threads = new Board(mine.buffer);
    threads.start(0);
    threads.start(1);
    mine.askToStop(1);
    expect([threads.putOff(0), threads.putOff(1)]).toEqual([true, false]);
    expect([mine.isAtWork(0), mine.takeBack(0), threads.start(0)]).toEqual([false, true, false]);
    expect(threads.mustStop(1)).toBe(true);
  });

  it('shows the last epoch of each job', () => {
    const mine = Board.forJobs(2);
    new Board(mine.buffer).noteEpoch(1, 7);
    expect([mine.epoch(0), mine.epoch(1)]).toEqual([0, 7]);
  });

  it('has another sign after each step of any job, and the same while nothing is done', () => {
    const job = fc.nat(3);
    fc.assert(
      fc.property(job, fc.integer({ min: 1, max: 1e6 }), (one, epoch) => {
        const board = Board.forJobs(4);
        const signs = [board.sign];
        for (const step of [
          () => board.start(one),
          () => board.noteEpoch(one, epoch),
          () => board.finish(one),
        ]) {
          step();
          expect(board.sign).toBe(board.sign);
          signs.push(board.sign);
        }
        expect(new Set(signs).size).toBe(signs.length);
      }),
    );
  });
});
