import { expect, test } from 'vitest';
import { Findings, Found, parseYaml, readValue } from './index.ts';

function read(text: string) {
  const findings = new Findings();
  const tree = parseYaml(text, findings, { doubt: '', start: '' })!;
  const value = readValue({ type: 'mixed' }, new Found(tree, 'a', findings));
  return { value, faults: findings.faults.map(({ code }) => code) };
}

test.each([
  ['adam', 'adam'],
  ['0.1', 0.1],
  ['true', true],
  ['"1"', '1'],
  ['[64, x, false]', [64, 'x', false]],
  ['[]', []],
])('%s is a value of any type', (text, value) => {
  expect(read(text)).toEqual({ value, faults: [] });
});

test.each([
  ['null', 'wrong_type'],
  ['[1, null]', 'wrong_type'],
  ['.nan', 'not_finite'],
  ['[.inf]', 'not_finite'],
  ['{ a: 1 }', 'wrong_type'],
  ['[[1]]', 'wrong_type'],
])('%s is none', (text, code) => {
  expect(read(text)).toEqual({ value: undefined, faults: [code] });
});
