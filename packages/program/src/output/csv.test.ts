import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReports, numberOf } from './csv.ts';

const read = (text: string) =>
  csvReports(text).map(({ step, values }) => ({ step, values: Object.fromEntries(values) }));

describe('report.csv', () => {
  it.each([
    [
      'step,loss\n1,0.5\n2,0.25\n',
      [
        { step: 1, values: { loss: 0.5 } },
        { step: 2, values: { loss: 0.25 } },
      ],
    ],
    ['\uFEFFloss,note\r\nnan,"a ""quote"",\nb"\r\n', [{ step: null, values: { loss: NaN } }]],
    ['"loss", acc\n-inf , .5\n\n', [{ step: null, values: { loss: -Infinity, acc: 0.5 } }]],
    ['loss,acc\n1,', [{ step: null, values: { loss: 1 } }]],
    ['loss\n', []],
  ])('is reports: %j', (text, reports) => expect(read(text)).toEqual(reports));

  it.each([
    ['', 'report.csv is empty'],
    ['a,b\n1\n', 'row 1 of report.csv has 1 cells where the header has 2'],
    ['a,b\n1,2,3\n', 'row 1 of report.csv has 3 cells where the header has 2'],
    ['a,b\n1,"2\n', 'report.csv has a quote that does not end in row 1'],
  ])('says what is wrong with it: %j', (text, message) => expect(() => read(text)).toThrow(message));

  it('is read to its end, whatever it holds', () => {
    const word = fc.constantFrom('"', ',', '\n', '\r\n', '1', 'a', ' ');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        try {
          read(words.join(''));
        } catch (error) {
          expect(error).toMatchObject({ word: 'bad_report' });
        }
      }),
    );
  });
});

describe('A number', () => {
  it.each([
    ['1', 1],
    [' -1.5e-3 ', -0.0015],
    ['+Inf', Infinity],
    ['NaN', NaN],
    ['1.', 1],
  ])('is %s', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });
  it.each(['', 'x', '0x10', '1,5', '1 2', 'nano'])('is not %j', (text) => expect(numberOf(text)).toBeNull());
});
