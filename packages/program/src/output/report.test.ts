import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, reportOf } from './report.ts';

function read(line: string) {
  const object = jsonLine(Buffer.from(line));
  const report = object && reportOf(object);
  return report && { step: report.step, values: Object.fromEntries(report.values) };
}

describe('A line of output', () => {
  it.each([
    ['{"step": 3, "val_loss": 0.41}', { step: 3, values: { val_loss: 0.41 } }],
    ['  {"_step":0,"a":1}\r', { step: 0, values: { a: 1 } }],
    ['{"a": 1, "name": "x", "list": [1], "none": null}', { step: null, values: { a: 1 } }],
    ['{"done": true, "ok": false}', { step: null, values: { done: 1, ok: 0 } }],
    ['{"val": {"loss": 1, "top": {"k/5": 2}}}', { step: null, values: { 'val.loss': 1, 'val.top.k/5': 2 } }],
    [
      '{"a": NaN, "b": -Infinity, "c": Infinity}',
      { step: null, values: { a: NaN, b: -Infinity, c: Infinity } },
    ],
    [
      '{"NaN": 1, "say \\"NaN": 2, "note": "NaN, \\\\", "b": NaN}',
      { step: null, values: { NaN: 1, b: NaN } },
    ],
    ['{"step": "three", "a": 1}', { step: null, values: { a: 1 } }],
    ['{"step": NaN, "a": 1}', { step: null, values: { a: 1 } }],
    ['{"a": 1e999}', { step: null, values: { a: Infinity } }],
    ['{"a": 1, "a": 2}', { step: null, values: { a: 2 } }],
    [
      `{"${'x'.repeat(65)}": 1, "a b": 2, "ü": 3, "__proto__": 4, "ok": 5}`,
      { step: null, values: { ok: 5 } },
    ],
  ])('is a report: %s', (line, report) => expect(read(line)).toEqual(report));

  it.each([
    'epoch 3: loss 0.41',
    '{"step": 3}',
    '{"name": "x"}',
    '{}',
    '[{"a": 1}]',
    '3',
    '{"step": 3, "val_lo',
    '{"a": NaN',
    "{'a': 1}",
    '{"a": 1} and more',
    '{"a": \uFFFD}',
    `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    '',
  ])('is no report: %s', (line) => expect(read(line)).toBeNull());

  it('is read without a throw, whatever it is', () => {
    const word = fc.constantFrom(
      '{',
      '}',
      '"',
      ':',
      ',',
      'NaN',
      'Infinity',
      '-',
      '\\',
      '1',
      'a',
      ' ',
      '[',
      ']',
    );
    fc.assert(
      fc.property(
        fc.array(word).map((words) => `{${words.join('')}}`),
        (line) => void read(line),
      ),
    );
  });

  it('is the numbers that Python wrote', () => {
    const number = fc.double();
    const name = fc
      .stringMatching(/^[A-Za-z0-9_./-]{1,64}$/)
      .filter((text) => !['step', '_step', '__proto__'].includes(text));
    fc.assert(
      fc.property(fc.dictionary(name, number, { minKeys: 1 }), (values) => {
        const fields = Object.entries(values).map(
          ([key, value]) => `"${key}": ${Object.is(value, -0) ? '-0.0' : value}`,
        );
        expect(read(`{${fields.join(', ')}}`)!.values).toEqual({ ...values });
      }),
    );
  });
});
