import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { stepLines } from './steps.ts';

const steps = [
  ['npx sweep top ext', 'the leaderboard'],
  ['npx sweep export ext --to trials.csv --store "/a folder"', 'all trials in a file'],
] as const;

test('what a command does stands beside it, or above it where there is no room', () => {
  expect(stepLines(steps, 80, PLAIN)).toEqual([
    'npx sweep top ext                                         the leaderboard',
    'npx sweep export ext --to trials.csv --store "/a folder"  all trials in a file',
  ]);
  expect(stepLines(steps, 77, PLAIN)).toEqual([
    'the leaderboard:',
    '  npx sweep top ext',
    'all trials in a file:',
    '  npx sweep export ext --to trials.csv --store "/a folder"',
  ]);
});
