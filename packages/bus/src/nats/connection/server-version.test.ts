import { expect, test } from 'vitest';
import { isOlder, writerIn, writerText } from './server-version.ts';

test('only a smaller major or minor version is older', () => {
  expect(isOlder('2.9.10', '2.15.3')).toBe(true);
  expect(isOlder('2.15.1', '2.15.3')).toBe(false);
  expect(isOlder('2.15.3', '2.9.10')).toBe(false);
  expect(isOlder('2.15.3', '3.0.0')).toBe(true);
  expect(isOlder('2.15.3-dev', '2.16.0-RC.1')).toBe(true);
  for (const odd of ['', 'unknown']) {
    expect(isOlder(odd, '2.15.3')).toBe(false);
    expect(isOlder('2.15.3', odd)).toBe(false);
  }
});

test('the writer of a stream is read as it was written', () => {
  expect(writerIn(writerText('2.15.3'))).toBe('2.15.3');
  expect(writerIn('a description of somebody else')).toBe('');
  expect(writerIn()).toBe('');
});
