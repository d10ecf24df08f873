import { InputError } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import { expect, onTestFinished, test } from 'vitest';
import { Hub, type Listener, type Question } from './hub.ts';

/** A hub whose seconds pass when a test says so, with a question whose answer it gives. */
function hubOf() {
  let now = 0;
  let pass = () => {};
  const hub = new Hub({
    now: () => now,
    wait: () =>
      new Promise((resolve) => {
        pass = resolve;
      }),
  });
  onTestFinished(() => {
    hub.close();
    pass();
  });
  const asked: string[] = [];
  let answer: () => unknown = () => ({ at: 1 });
  const question = (name: string) => (): Question => ({
    event: 'sweep',
    async ask() {
      asked.push(name);
      const value = answer() as object;
      return { same: JSON.stringify(value), answer: (mayAct) => ({ ...value, mayAct }) };
    },
  });
  return {
    hub,
    asked,
    answers(next: () => unknown) {
      answer = next;
    },
    join(name = 'a', mayAct = false) {
      const told: string[] = [];
      const listener: Listener = { mayAct, send: (text) => told.push(text) };
      return { told, leave: hub.join(name, question(name), listener) };
    },
    /** One second, and all that happens in it. */
    async second(count = 1) {
      for (let i = 0; i < count; i++) {
        now += 1000;
        pass();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a hundred who listen are one poll a second, and one that listens to another thing is one more', async () => {
  const { asked, join, second, hub } = hubOf();
  const all = Array.from({ length: 100 }, () => join());
  await settled();
  expect(asked).toEqual(['a']);
  await second(5);
  expect(asked).toHaveLength(6);
  join('b');
  await settled();
  await second(3);
  expect(asked.filter((name) => name === 'a')).toHaveLength(9);
  expect(asked.filter((name) => name === 'b')).toHaveLength(4);
  expect(hub.size).toBe(101);
  for (const { told } of all) expect(told).toEqual([event('sweep', { at: 1, mayAct: false })]);
});

test('what changed is told once, with what each may do; whoever comes later is told what is known', async () => {
  const { join, second, answers, asked } = hubOf();
  const [reader, actor] = [join('a', false), join('a', true)];
  await settled();
  answers(() => ({ at: 2 }));
  await second(3);
  expect(reader.told).toEqual([1, 2].map((at) => event('sweep', { at, mayAct: false })));
  expect(actor.told).toEqual([1, 2].map((at) => event('sweep', { at, mayAct: true })));
  const before = asked.length;
  expect(join().told).toEqual([event('sweep', { at: 2, mayAct: false })]);
  expect(asked).toHaveLength(before);
});

test('where nothing changes a comment goes out every 20 seconds, and nothing else', async () => {
  const { join, second } = hubOf();
  const { told } = join();
  await settled();
  await second(65);
  expect(told.slice(1)).toEqual([':\n\n', ':\n\n', ':\n\n']);
});

test('a store that goes away is said once, and its coming back too, though nothing changed', async () => {
  const { join, second, answers } = hubOf();
  const { told } = join();
  await settled();
  answers(() => {
    throw new TryAgain('store_unreachable', 'At //me:secret@db it is away.', 'Wait.');
  });
  await second(4);
  const late = join();
  answers(() => ({ at: 1 }));
  await second(2);
  const gone = { what: 'store', text: 'The store cannot be reached, trying again: At //me:…@db it is away.' };
  const back = event('sweep', { at: 1, mayAct: false });
  expect(told).toEqual([back, event('gone', gone), back]);
  expect(late.told).toEqual([event('gone', gone), back]);
});

test('a sweep that was removed is said, and not asked for again', async () => {
  const { join, second, answers, asked } = hubOf();
  const { told } = join();
  await settled();
  answers(() => {
    throw new InputError('unknown_sweep', 'No sweep has the id 1.', '');
  });
  await second(10);
  expect(asked).toHaveLength(2);
  expect(told.slice(1)).toEqual([event('gone', { what: 'sweep', text: 'This sweep was removed.' })]);
});

test('a fault of ours stops nothing and tells nothing of itself', async () => {
  const { join, second, answers } = hubOf();
  const { told } = join();
  await settled();
  answers(() => {
    throw new Error('secret');
  });
  await second(2);
  answers(() => ({ at: 3 }));
  await second();
  expect(told).toHaveLength(3);
  expect(told.join('')).not.toContain('secret');
  expect(told[2]).toBe(event('sweep', { at: 3, mayAct: false }));
});

test('nothing is asked while nobody listens, and all is as new for whoever comes then', async () => {
  const { hub, join, second, asked } = hubOf();
  const first = join();
  await settled();
  first.leave();
  first.leave();
  await second(3);
  expect([asked.length, hub.size, hub.latest('a')]).toEqual([1, 0, null]);
  const again = join();
  await settled();
  await second();
  expect(asked).toHaveLength(3);
  expect(again.told).toHaveLength(1);
  expect(first.told).toHaveLength(1);
});

test('a slow answer is waited for, not asked for twice', async () => {
  const { hub, asked, join, second } = hubOf();
  const { promise, resolve } = Promise.withResolvers<void>();
  let polls = 0;
  hub.join(
    'slow',
    () => ({
      event: 'sweep',
      async ask() {
        polls++;
        await promise;
        return { same: '', answer: () => null };
      },
    }),
    { mayAct: false, send: () => {} },
  );
  join();
  await second(3);
  expect(polls).toBe(1);
  resolve();
  await second(2);
  expect(polls).toBeGreaterThan(1);
  expect(asked.length).toBeGreaterThan(0);
});
