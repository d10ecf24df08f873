import { expect, test } from 'vitest';
import { rowsOf, Screen } from './screen.ts';

test('lines that wrap take more rows', () => {
  expect(rowsOf(['abcdef', '', 'ab'], 80)).toBe(3);
  expect(rowsOf(['abcdef', '', 'ab'], 3)).toBe(4);
});

test('a redraw goes back over what was drawn, wrapped as it now is', () => {
  const screen = new Screen();
  expect(screen.draw(['one', 'two'], 80)).not.toContain('A\r');
  expect(screen.draw(['one'], 80)).toContain('\u001B[2A\r\u001B[J');
  expect(screen.draw(['x'.repeat(30)], 10)).toContain('\u001B[1A\r');
  expect(screen.draw(['short'], 10)).toContain('\u001B[3A\r');
});

test('clearing shows the cursor again and forgets', () => {
  const screen = new Screen();
  screen.draw(['one'], 80);
  expect(screen.clear(80)).toBe('\u001B[1A\r\u001B[J\u001B[?25h');
  expect(screen.clear(80)).toBe('\u001B[?25h');
});
