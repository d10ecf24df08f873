import type { CellStyle } from '@latentsweep/coordinator';
import { expect, test } from 'vitest';
import { fieldsOf } from './cell.ts';
import { dateText } from './date-text.ts';
import { balancing, Quota } from './quota.ts';

const fields = (style: CellStyle, values: number[], levels: string[] | null = null) => {
  const field = fieldsOf(
    { name: 'x', style, type: 'text' },
    { name: 'x', levels, values: Float64Array.from(values) },
  );
  return values.map((_, row) => field(row));
};

test('a made cell is a field of CSV, written as its column is', () => {
  const plain = { kind: 'number', decimal: '.', before: '', after: '' } as const;
  expect(fields(plain, [1, -2.5, Number.NaN, 1e300])).toEqual(['1', '-2.5', '', '1e+300']);
  expect(fields({ ...plain, decimal: ',', after: '%' }, [12.5, 3])).toEqual(['"12,5%"', '3%']);
  expect(fields({ ...plain, before: '$' }, [7])).toEqual(['$7']);
  expect(fields({ kind: 'level' }, [1, 0, 2, Number.NaN], ['a', 'b "c"', ' d'])).toEqual([
    ...['"b ""c"""', 'a', '" d"', ''],
  ]);
  expect(fields({ kind: 'date', format: null }, [12_520, 12_520.4375])).toEqual([
    '2004-04-12',
    '2004-04-12 10:30:00',
  ]);
  expect(fields({ kind: 'date', format: '%d, %B' }, [0])).toEqual(['"01, January"']);
  expect(fields({ kind: 'blank' }, [1])).toEqual(['']);
});

test('dates by a format of strftime', () => {
  expect(dateText(12_520.8125, '%d/%m/%y %I:%M %p')).toBe('12/04/04 07:30 PM');
  expect(dateText(12_515, '%-d %b %Y, %A %%')).toBe('7 Apr 2004, Wednesday %');
  expect(() => dateText(0, '%Q')).toThrow("Dates of the format '%Q' can be read and not written.");
});

test('a quota counts down, of any class or of each', () => {
  const any = new Quota(2);
  expect([any.take(0), any.take(1), any.take(0), any.left]).toEqual([true, true, false, 0]);
  const each = new Quota(balancing([5, 3, 4]));
  expect([each.take(0), each.take(1), each.take(1), each.take(1), each.left, each.lacking]).toEqual([
    ...[false, true, true, false],
    1,
    [2],
  ]);
});
