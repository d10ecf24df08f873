import { expect, test } from 'vitest';
import { plotCommand } from './command.ts';

test('a figure is made by the command that says its filters', () => {
  expect(plotCommand('deck', 'slice', { by: null, where: "arm = 'smote'", x: 'epochs' })).toBe(
    `npx sweep plot deck slice --where 'arm = '\\''smote'\\''' --parameter epochs --to slice.svg`,
  );
});
