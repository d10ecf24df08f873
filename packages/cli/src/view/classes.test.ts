import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { classLines } from './classes.ts';
import { trialLines } from './trial.ts';

const figures = { testRecall: [0.9, 0.5], valRecall: [0.875, Number.NaN], testConfusion: [90, 10, 4, 4] };

test('classes by name: recall of both splits, and how their rows were predicted', () => {
  expect(classLines(figures, ['no', 'yes\u001B[2J'], 80, PLAIN)).toEqual([
    '',
    'recall of each class',
    'class           test  validation',
    'no            0.9000      0.8750',
    'yes\\u{1B}[2J  0.5000           –',
    '',
    'predicted as, rows of the test split',
    'true          no  yes\\u{1B}[2J',
    'no            90            10',
    'yes\\u{1B}[2J   4             4',
  ]);
});

test('a sweep of an older version has no names; what does not fit is not shown in part', () => {
  expect(classLines(figures, null, 80, PLAIN)[3]).toBe('class 0  0.9000      0.8750');
  const many = Array.from({ length: 30 }, (_, k) => k / 30);
  const wide = { testRecall: many, valRecall: many, testConfusion: many.flatMap(() => many) };
  expect(classLines(wide, null, 80, PLAIN).at(-1)).toBe(
    '30 x 30 numbers, more than fit here: -f json has them.',
  );
});

test('a trial shows metrics and classes before its config, hashes last', () => {
  const row = {
    ...{ sweep: 'deck', id: 7, config_hash: 'abc', run_hash: 'def', seed: 'e5', state: 'completed' },
    ...{ duration_ms: 1500, test_accuracy: 0.73, val_accuracy: 0.72, config: { arm: 'smote' } },
    ...{ test_class_recall: [0.9, 0.5], val_class_recall: [0.9, 0.4] },
    ...{ test_confusion: [90, 10, 4, 4], val_confusion: [9, 1, 3, 2] },
  };
  const lines = trialLines(row, ['no', 'yes'], 80, PLAIN);
  const order = [
    ...[
      'sweep',
      'id',
      'state',
      'metrics',
      'accuracy',
      'recall of each class',
      'predicted as',
      'config',
      'arm',
    ],
    ...['how it was made', 'duration', 'config hash', 'run hash', 'seed'],
  ];
  const places = order.map((start) => lines.findIndex((line) => line.startsWith(start)));
  expect(places).not.toContain(-1);
  const hashes = places.splice(-3);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...hashes)).toBeGreaterThan(Math.max(...places));
  expect(lines.join('\n')).not.toContain('[90,10,4,4]');
});
