import { expect, test } from 'vitest';
import { computerText } from './computer.ts';

test.each([
  [null, 'a@1'],
  [{ host: 'here' }, 'a@1'],
  [{ engine: 'b@2', device: 'Card 5', driver: '550.1' }, 'b@2 on Card 5, driver 550.1'],
  [{ engine: 'b@2', device: 'Card 5', driver: '' }, 'b@2 on Card 5'],
  [{ engine: 'b@2' }, 'b@2'],
])('what computed %j: %s', (ran, text) => {
  expect(computerText(ran, 'a@1')).toBe(text);
});
