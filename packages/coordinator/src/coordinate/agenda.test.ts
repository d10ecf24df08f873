import { expect, it } from 'vitest';
import { Agenda, CHORES } from './agenda.ts';

let now = 0;
const clock = () => now;
const pass = async (ms: number) => {
  now += ms;
};

it('has all to do at once, but nothing to keep up where there is nothing', () => {
  const leased = new Agenda(4000, clock);
  expect(CHORES.filter((chore) => leased.dueIn(chore) <= 0)).toEqual(CHORES);
  expect(new Agenda(Number.POSITIVE_INFINITY, clock).dueIn('keep up')).toBe(Number.POSITIVE_INFINITY);
});

it('has each to do again some time after it was done', async () => {
  const agenda = new Agenda(4000, clock);
  for (const chore of CHORES) await agenda.perform(chore, () => pass(10));
  expect(CHORES.map((chore) => agenda.dueIn(chore))).toEqual([470, 4980, 990, 4000]);
});

it('gives what takes long no more than its share, and renews what is held all the same', async () => {
  const agenda = new Agenda(4000, clock);
  for (const chore of ['count', 'find the best', 'look'] as const)
    await agenda.perform(chore, () => pass(1000));
  expect(agenda.dueIn('count')).toBe(18_000);
  expect(agenda.dueIn('find the best')).toBe(19_000);
  expect(agenda.dueIn('look')).toBe(500);
});
