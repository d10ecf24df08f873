import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryQueue } from './queue.ts';

let queue: DeliveryQueue<string>;
beforeEach(() => {
  // The group of a message is its letter.
  queue = new DeliveryQueue({ limit: 1000, ackWaitMs: 1000 }, (message) => message[0]!);
});
afterEach(() => queue.close());

const push = async (...messages: string[]) => {
  for (const message of messages) await queue.push(message);
};
const pull = async (max: number, ...held: string[]) =>
  (await queue.pull(max, 0, { held: new Set(held) })).map(({ message }) => message);

describe('A queue of messages in groups', () => {
  it('gives a consumer those of the groups that it holds, in their order', async () => {
    await push('a1', 'b1', 'a2', 'c1', 'b2');
    expect(await pull(2, 'b', 'c')).toEqual(['b1', 'c1']);
    expect(await pull(9, 'b', 'c')).toEqual(['b2']);
  });

  it('gives one that holds none of them the first group', async () => {
    await push('a1', 'b1', 'a2', 'c1');
    expect(await pull(9, 'x')).toEqual(['a1', 'a2']);
    expect(await pull(1)).toEqual(['b1']);
  });

  it('gives one that names no groups the first messages', async () => {
    await push('a1', 'b1', 'c1');
    expect((await queue.pull(2, 0)).map(({ message }) => message)).toEqual(['a1', 'b1']);
  });

  it('gives a message to the waiting consumer that holds its group', async () => {
    const first = queue.pull(1, 1000, { held: new Set(['a']) });
    const second = queue.pull(1, 1000, { held: new Set(['b']) });
    await push('b1', 'b2');
    expect((await second).map(({ message }) => message)).toEqual(['b1']);
    expect((await first).map(({ message }) => message)).toEqual(['b2']);
  });

  it('lets no message wait for ever', async () => {
    await push('a1');
    for (let pulls = 1; ; pulls++) {
      await push('b');
      const [message] = await pull(1, 'b');
      if (message === 'a1') break;
      expect(pulls).toBeLessThan(100);
    }
  });
});
