import { expect, test } from 'vitest';
import { Answers } from './answers.ts';

/** Makes texts of 100 characters and counts them. */
function counted(most: number) {
  const answers = new Answers(most);
  const made: string[] = [];
  const get = (key: string) =>
    answers.get(key, async () => {
      made.push(key);
      return key.repeat(100);
    });
  return { answers, made, get };
}

test('who asks at the same time, and who asks again, gets what was made once', async () => {
  const { get, made } = counted(1000);
  const texts = await Promise.all(Array.from({ length: 50 }, () => get('a')));
  expect(new Set(texts)).toEqual(new Set(['a'.repeat(100)]));
  await get('b');
  await get('a');
  expect(made).toEqual(['a', 'b']);
});

test('beyond the bound those go that were asked for longest ago', async () => {
  const { get, made } = counted(250);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('one that is larger than the bound is told and not kept, and nothing else is lost for good', async () => {
  const { answers, get, made } = counted(250);
  expect(await answers.get('large', async () => 'x'.repeat(1000))).toHaveLength(1000);
  for (const key of ['a', 'b', 'a', 'b']) await get(key);
  expect(made).toEqual(['a', 'b']);
});

test('a failure is told to all who wait for it, and the next one tries again', async () => {
  const { answers, get, made } = counted(1000);
  const fail = async () => {
    throw new Error('no');
  };
  await expect(Promise.all([answers.get('a', fail), answers.get('a', fail)])).rejects.toThrow('no');
  await get('a');
  expect(made).toEqual(['a']);
});
