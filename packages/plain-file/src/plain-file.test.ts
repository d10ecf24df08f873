import { expect, test } from 'vitest';
import { entryOf, Findings, Found, type Keys, parseYaml, Section, show } from './index.ts';

const SOURCE = { doubt: 'Is it a recipe?', start: 'Write `flour: 500`.' };

const KEYS = {
  flour: {
    rule: { type: 'integer', minimum: 1, maximum: 5000 },
    default: 500,
  },
  oven: {
    rule: { type: 'choice', choices: ['fan', 'grill'] },
  },
  toppings: {
    rule: { type: 'texts', maxItems: 2, what: 'a list of seeds', hint: 'Write [poppy].' },
  },
} as const satisfies Keys;

function read(text: string): { faults: string[]; values: unknown[] } {
  const findings = new Findings();
  const tree = parseYaml(text, findings, SOURCE);
  const map = tree && new Found(tree, '', findings).asMap(SOURCE.start);
  map?.refuseUnknown(Object.keys(KEYS));
  const section = map && new Section(map, KEYS);
  return {
    values: (['flour', 'oven', 'toppings'] as const).map((key) => section?.get(key)),
    faults: findings.faults.map(
      ({ line, column, code, path, message, hint }) =>
        `${line}:${column} ${code} ${path || '(file)'}: ${message}. ${hint}`,
    ),
  };
}

test('a file that is right gives its values and the defaults', () => {
  expect(read('oven: fan\ntoppings: [poppy, sesame]\n')).toEqual({
    values: [500, 'fan', ['poppy', 'sesame']],
    faults: [],
  });
});

test('all faults come at once, each with its place, the rule, the value seen and what to do', () => {
  expect(read('flour: 0\noven: fna\ntoppings: poppy\ntpoings: [a]\n').faults).toEqual([
    '4:1 unknown_key tpoings: unknown key `tpoings`. Did you mean `toppings`? Known: flour, oven, toppings.',
    '1:8 out_of_range flour: must be a whole number from 1 to 5000, got 0. Choose a value in that range.',
    '2:7 unknown_value oven: unknown value "fna". Did you mean `fan`? Use fan or grill.',
    '3:11 wrong_type toppings: must be a list of seeds, got "poppy". Write a list: [poppy].',
  ]);
  expect(read('oven: steam\ntoppings: { a: 1 }\n').faults).toEqual([
    '1:7 unknown_value oven: unknown value "steam". Use fan or grill.',
    '2:11 wrong_type toppings: must be a list of seeds, got a mapping. Write [poppy].',
  ]);
});

test('what kind of file it should be is said in the words of its reader', () => {
  expect(read('').faults).toEqual(['1:1 empty_file (file): the file is empty. Write `flour: 500`.']);
  const deep = `oven: ${'['.repeat(30)}${']'.repeat(30)}`;
  expect(read(deep).faults).toEqual([
    `1:31 too_deep oven${'[0]'.repeat(24)}: nested more than 24 levels deep. Is it a recipe?`,
  ]);
});

test('aliases are resolved, and what a text shows of them is short and printable', () => {
  const tree = parseYaml('a: &x "one\\ttwo"\nb: *x\n', new Findings(), SOURCE)!;
  expect(show(entryOf(tree, 'b')!.value)).toBe('"one\\ttwo"');
});
