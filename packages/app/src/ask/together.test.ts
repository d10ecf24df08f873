import { expect, test } from 'vitest';
import { together } from './together.ts';

test('calls share the next one, in their order, and none is lost where one fails', async () => {
  const seen: number[][] = [];
  const add = together(async (items: readonly number[]) => {
    seen.push([...items]);
    await new Promise((resolve) => setImmediate(resolve));
    if (items.includes(3)) throw new Error('three');
    return items.length;
  });
  const first = [1, 2].map(add);
  await Promise.resolve();
  await Promise.resolve();
  const second = [3, 4].map(add);
  expect(await Promise.all(first)).toMatchObject([{ result: 2 }, { result: 2, items: [1, 2] }]);
  expect((await Promise.allSettled(second)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await add(5)).toMatchObject({ result: 1, items: [5] });
  expect(seen).toEqual([[1, 2], [3, 4], [5]]);
});
