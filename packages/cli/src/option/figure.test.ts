import { readFileSync } from 'node:fs';
import { FIGURES } from '@latentsweep/figures';
import { expect, test } from 'vitest';
import { FIGURE_NAMES, figureList, figureName } from './figure.ts';

test('a figure by its name', () => {
  for (const name of Object.keys(FIGURES)) expect(figureName(name)).toBe(name);
});

test.each([
  ['histroy', 'Did you mean history?'],
  ['precision_recall', 'Did you mean precision-recall?'],
  ['calib', 'Did you mean calibration?'],
  ['zzz', 'Figures: history, importance'],
  ['__proto__', 'Figures: history'],
])("'%s' is none: %s", (text, hint) => {
  expect(() => figureName(text)).toThrow(`There is no figure '${text}'.`);
  try {
    figureName(text);
  } catch (error) {
    expect((error as { hint: string }).hint).toContain(hint);
  }
});

test('each is in the help with a sentence, and on its page', () => {
  const page = readFileSync(new URL('../../../../docs/figures.md', import.meta.url), 'utf8');
  figureList().forEach((line, i) => {
    expect(line).toMatch(/^ {2}[a-z-]+ +\S.*\.$/);
    expect(page).toMatch(new RegExp(`^\\|.*\`${FIGURE_NAMES[i]}\``, 'm'));
  });
});
