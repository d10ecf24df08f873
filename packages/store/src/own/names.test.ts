import { PARAMETERS } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureNames, parameterNames } from './names.ts';

describe('names that come with a sweep', () => {
  test.for([
    ['lr', 'lr'],
    ['optimizer.lr', 'optimizer_lr'],
    ['batch-size', 'batch_size'],
    ['maxDepth', 'maxdepth'],
    ['seed', 'p_seed'],
    ['step', 'p_step'],
    ['order', 'p_order'],
    ['Group', 'p_group'],
    ['2d', 'p_2d'],
    ['__proto__', 'proto__'],
    ['größe', 'gr__e'],
    ['', 'p_'],
    ['"; drop table sweep_rows; --', 'drop_table_sweep_rows____'],
  ])('%j is %j as a parameter', ([name, column]) => expect(parameterNames([name!])).toEqual([column]));

  test('a measure gives way to a parameter, and one to another', () => {
    const parameters = ['lr', 'loss', 'm_loss'];
    expect(parameterNames(parameters)).toEqual(parameters);
    expect(measureNames(parameters, ['val/loss', 'val_loss', 'LR', 'loss', 'value', 'm_value'])).toEqual([
      ...['val_loss', 'm_val_loss', 'm_lr', 'm_loss_2', 'm_value', 'm_m_value'],
    ]);
  });

  test('parameters of our own have underscores for dots, and nothing else', () => {
    const names = PARAMETERS.map(({ name }) => name);
    expect(parameterNames(names)).toEqual(names.map((name) => name.replaceAll('.', '_')));
  });

  test('any names are columns that SQL takes, each once, and stay when others come', () => {
    const odd = fc.oneof(
      fc.string(),
      fc.constantFrom('a', 'A', 'a.b', 'a_b', 'id', 'm_a', 'p_id', 'x'.repeat(80)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(odd), fc.uniqueArray(odd), fc.nat(), (parameters, measures, some) => {
        const columns = [...parameterNames(parameters), ...measureNames(parameters, measures)];
        expect(new Set(columns).size).toBe(columns.length);
        for (const column of columns) expect(column).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
        const first = measures.slice(0, some);
        expect(measureNames(parameters, measures).slice(0, first.length)).toEqual(
          measureNames(parameters, first),
        );
      }),
    );
  });
});
