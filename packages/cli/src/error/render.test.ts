import { InputError, LatentsweepError } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { COLOURED, PLAIN } from '../terminal/style.ts';
import { exitCodeOf, renderError } from './render.ts';

const view = { style: PLAIN, debug: false };

test('an error shows its code, its rule and what to do, and no stack trace', () => {
  const error = new InputError('unknown_sweep', 'No sweep is called "deck".', 'Did you mean deck_2?');
  expect(renderError(error, view)).toEqual([
    'error[unknown_sweep] No sweep is called "deck".',
    '  Did you mean deck_2?',
  ]);
  expect(exitCodeOf(error)).toBe(2);
});

test('every fault of a file has its place', () => {
  const error = new InputError('bad_sweep_file', 'deck.yaml has 2 faults.', '', [
    {
      code: 'min_above_max',
      path: 'parameters.dropout.min',
      line: 12,
      column: 5,
      message: 'min (0.5) is above max (0.1).',
      hint: 'Swap them.',
    },
    { code: 'missing', path: 'parameters', message: 'There are no parameters.', hint: '' },
  ]);
  expect(renderError(error, { ...view, file: 'deck.yaml' })).toEqual([
    'error[bad_sweep_file] deck.yaml has 2 faults.',
    '  deck.yaml:12:5  parameters.dropout.min  [min_above_max]',
    '    min (0.5) is above max (0.1).',
    '    Swap them.',
    '  parameters  [missing]',
    '    There are no parameters.',
  ]);
});

test('lines break at spaces where the terminal ends', () => {
  const error = new InputError(
    'unknown_metric',
    'No metric is called "x".',
    'Metrics: test_accuracy, test_recall.',
  );
  expect(renderError(error, { ...view, width: 30 })).toEqual([
    'error[unknown_metric] No',
    'metric is called "x".',
    '  Metrics: test_accuracy,',
    '  test_recall.',
  ]);
});

test('what the system says has a code and a remedy', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(renderError(error, view)[0]).toBe('error[disk_full] ENOSPC: no space left on device, write');
  expect(exitCodeOf(error)).toBe(1);
});

test('a fault of ours shows its stack only with --debug', () => {
  const error = new TypeError('x is not a function', { cause: new Error('deeper') });
  const told = renderError(error, view).join('\n');
  expect(told).toContain('error[internal] x is not a function');
  expect(told).toContain('--debug');
  expect(told).not.toContain(' at ');
  const debug = renderError(error, { ...view, debug: true }).join('\n');
  expect(debug).toContain(' at ');
  expect(debug).toContain('deeper');
});

test('what is thrown and is no Error is told all the same', () => {
  expect(renderError('odd', view)[0]).toBe('error[internal] odd');
});

test('names in messages cannot drive the terminal', () => {
  const error = new LatentsweepError('store_in_use', 'In use: \u001B[2Jgone', 'Close \u0007 it.');
  const text = renderError(error, { ...view, style: COLOURED }).join('\n');
  expect(text).not.toContain('\u001B[2J');
  expect(text).not.toContain('\u0007');
});
