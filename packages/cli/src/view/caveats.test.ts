import type { Caveat } from '@latentsweep/app';
import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { displayWidth } from '../terminal/text.ts';
import { caveatLines } from './caveats.ts';

const caveat = (code: string, more: Partial<Caveat> = {}): Caveat => ({
  code,
  message: `What ${code} cannot tell is said at some length, so that it has to go on in a second line`,
  hint: 'Do something about it.',
  ...more,
});

test('three are shown, in lines that fit, but for the commands', () => {
  const command = 'top deck --by test_balanced_accuracy --where "arm = \'vae_mixing\'"';
  const caveats = [caveat('a', { command }), caveat('b'), caveat('c'), caveat('d')];
  const lines = caveatLines(caveats, (c) => `npx sweep ${c}`, 60, PLAIN);
  expect(lines.filter((line) => line.startsWith('note  '))).toHaveLength(3);
  const commands = lines.filter((line) => line.includes('npx sweep'));
  expect(commands).toEqual([`      npx sweep ${command}`]);
  for (const line of lines) if (!commands.includes(line)) expect(displayWidth(line)).toBeLessThanOrEqual(60);
});
