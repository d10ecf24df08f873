import type { Importance } from '@latentsweep/app';
import { expect, test } from 'vitest';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { importanceTable, writeImportance } from './importance.ts';

const share = (value: number) => ({ share: value, low: value / 2, high: value + 0.1 });
const found: Importance = {
  ...{ sweep: 'deck', by: 'test_accuracy', maximize: true, where: null },
  ...{ sample: { shown: 1000, of: 4000, estimated: true }, resamples: 100, trees: 16, notes: ['A note.'] },
  parameters: [
    { parameter: 'loss_weights.kl', column: 'loss_weights_kl', fanova: share(0.5), pedAnova: share(0.8) },
    { parameter: 'dropout', column: 'dropout', fanova: share(0.1), pedAnova: share(0.2) },
  ],
  interactions: [{ parameters: ['loss_weights.kl', 'dropout'], ...share(0.3) }],
};

test('people see shares with their intervals, pairs, and what the numbers are of', async () => {
  const terminal = fakeTerminal({ width: 80 });
  await writeImportance(terminal, found);
  const { out } = terminal.written;
  expect(out).toContain('loss_weights.kl  50% (25% to 60%)  80% (40% to 90%)');
  expect(out).toContain('loss_weights.kl and dropout');
  expect(out.replaceAll('\n', ' ')).toContain('a fair sample of 1,000 of about 4,000 configs');
  expect(out).toContain('A note.');
});

test('programs get a row a parameter, then a row a pair', () => {
  const { columns, rows } = importanceTable(found);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(rows[0]).toEqual(['loss_weights.kl', null, 0.5, 0.25, 0.6, 0.8, 0.4, 0.9]);
  expect(rows[2]).toEqual(['loss_weights.kl', 'dropout', 0.3, 0.15, 0.4, null, null, null]);
});
