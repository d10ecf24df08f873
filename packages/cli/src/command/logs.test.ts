import { expect, test } from 'vitest';
import { shownLog } from './logs.ts';

test('a log is text, line by line, and nothing that a terminal would obey', () => {
  expect(shownLog('10%\r20%\r\na\tb\n\u001b[2Jgone\u0007\n\n')).toBe('10%\n20%\na\tb\n\\u{1B}[2Jgone\\u{7}');
});
