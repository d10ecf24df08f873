import { LIMITS } from '@latentsweep/plain-file';
import { describe, expect, test } from 'vitest';
import { faultsOf, withParameters as swept } from './fixtures.ts';

/** What is wrong, the file, and every fault as a user reads it. */
const CASES: readonly (readonly [what: string, file: string, faults: readonly string[]])[] = [
  [
    'broken YAML',
    'method: grid\nparameters:\n  epochs: { values: [1, 2\nname: x\n',
    [
      '4:1 bad_yaml (file): Flow sequence in block collection must be sufficiently indented and end with a ]. Correct the YAML here, or just before.',
      '4:1 bad_yaml (file): Flow map in block collection must be sufficiently indented and end with a }. Correct the YAML here, or just before.',
    ],
  ],
  [
    'a tab',
    'method: grid\nparameters:\n\tepochs: 1\n',
    ['3:1 bad_yaml (file): tabs are not allowed as indentation. Indent with spaces.'],
  ],
  ['an empty file', '', ['1:1 empty_file (file): the file is empty. Start from sweeps/quickstart.yaml.']],
  [
    'comments only',
    '# nothing\n',
    ['1:1 empty_file (file): the file is empty. Start from sweeps/quickstart.yaml.'],
  ],
  [
    'a list at the top',
    '- a\n- b\n',
    ['1:1 wrong_type (file): must be a mapping of keys, got ["a", "b"]. Start from sweeps/quickstart.yaml.'],
  ],
  [
    'a text at the top',
    'hello',
    ['1:1 wrong_type (file): must be a mapping of keys, got "hello". Start from sweeps/quickstart.yaml.'],
  ],
  [
    'a huge file',
    '#'.repeat(LIMITS.bytes + 1),
    ['1:1 too_large (file): the file has 1000001 bytes, more than 1000000. Is it a sweep file?'],
  ],
  [
    'nested too deeply',
    `method: ${'['.repeat(30)}${']'.repeat(30)}`,
    [
      '1:33 too_deep method[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested more than 24 levels deep. Is it a sweep file?',
    ],
  ],
  [
    'brackets without end',
    '['.repeat(200000),
    ['1:1 too_deep (file): nested more than 24 levels deep. Is it a sweep file?'],
  ],
  [
    'aliases of aliases',
    'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n',
    ['1:20 too_large f[1][5][2][3][1][6]: more than 200000 values. Is it a sweep file?'],
  ],
  [
    'alias of itself',
    'a: &a [*a]\n',
    [
      '1:7 too_deep a[0][0][0][0][0][0][0][0][0][0][0][0]: nested more than 24 levels deep. Is it a sweep file?',
    ],
  ],
  [
    'unknown alias',
    'method: *m\nparameters: { epochs: { value: 1 } }',
    ['1:9 unknown_alias method: no anchor `&m` stands above this alias. Write the value out.'],
  ],
  [
    'keys of JavaScript objects',
    swept('__proto__: { value: 1 }\nconstructor: { value: 1 }\nepochs: { value: 1 }'),
    [
      '3:3 forbidden_key parameters.__proto__: `__proto__` is not allowed as a key. Remove it.',
      '4:3 forbidden_key parameters.constructor: `constructor` is not allowed as a key. Remove it.',
    ],
  ],
  [
    'a key twice',
    swept('epochs: { value: 1 }\nepochs: { value: 2 }'),
    [
      '4:3 duplicate_key parameters.epochs: `epochs` is given twice in one mapping. Keep one of the two.',
      '4:3 duplicate_key parameters.epochs: `epochs` is given twice. Keep one of the two.',
    ],
  ],
  [
    'a custom tag',
    swept('epochs: !!js/function "x"'),
    ['3:11 tag_refused (file): the tag `!!js/function` is not allowed. Remove it: the file is plain data.'],
  ],
  [
    'two documents',
    'method: grid\n---\nmethod: grid\n',
    [
      '2:1 several_documents (file): the file holds 2 YAML documents. Write one a file, without `---` in between.',
    ],
  ],
  [
    'a binary file',
    'method: grid\0',
    ['1:1 not_text (file): the file is not text: byte 12 is zero. Is it a sweep file?'],
  ],
];

describe('YAML at fault', () => {
  test.each(CASES)('%s', (_, file, faults) => {
    expect(faultsOf(file)).toEqual(faults);
  });
});
