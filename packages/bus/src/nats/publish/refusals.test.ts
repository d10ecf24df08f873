import { expect, test } from 'vitest';
import { refusalOf } from './refusals.ts';

const kindOf = (err_code: number, description?: string) =>
  refusalOf({ err_code, ...(description !== undefined && { description }) }).kind;

test('a queue that is full is told from a limit that somebody set', () => {
  expect(kindOf(10077, 'maximum messages exceeded')).toBe('full');
  expect(kindOf(10077, 'maximum bytes exceeded')).toBe('no room');
  expect(kindOf(10077, 'maximum messages per subject exceeded')).toBe('no room');
  expect(kindOf(10077, 'another reason of a newer server')).toBe('no room');
});

test('limits of an account and of the server are no room', () => {
  for (const code of [10002, 10023, 10028, 10047, 10120]) expect(kindOf(code)).toBe('no room');
});

test('what is too big never fits, in the words of 2.9 and of 2.15', () => {
  expect(kindOf(10054)).toBe('too big');
  expect(kindOf(10077, 'message to large')).toBe('too big');
  expect(kindOf(10077, 'message too large')).toBe('too big');
});

test('a code that is not known is a refusal, with its words', () => {
  expect(refusalOf({ err_code: 19_999, description: 'no such thing yet' })).toEqual({
    kind: 'for now',
    reason: 'no such thing yet (19999)',
  });
  expect(refusalOf({})).toEqual({ kind: 'for now', reason: 'no reason given (0)' });
});
