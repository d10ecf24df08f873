import { expect, test } from 'vitest';
import { brokenRules, importsOf } from './house.mjs';

test('all ways of importing are seen, types and re-exports too', () => {
  const text = `
    import { a } from './a.ts';
    import type { B } from '@latentsweep/core';
    export { c } from './c.ts';
    export * from './d.ts';
    const e = await import('node:fs');
    const text = "import { x } from './not.ts'";
  `;
  const seen = ['./a.ts', '@latentsweep/core', './c.ts', './d.ts', 'node:fs'];
  expect(importsOf('packages/worker/src/x.ts', text)).toEqual(seen);
});

test.each([
  ['packages/bus/src/x.ts', "import { openStore } from '@latentsweep/store';", 'bus may import core'],
  ['packages/core/src/x.ts', "import type { Bus } from '@latentsweep/bus';", 'core may import none of ours'],
  ['packages/core/src/x.ts', "import { readFileSync } from 'node:fs';", 'has nothing of Node'],
  ['packages/figures/src/figure/x.ts', "import { readFileSync } from 'node:fs';", 'has nothing of Node'],
  ['packages/cli/src/x.ts', "import { y } from '../../store/src/y.ts';", 'past the door'],
  ['packages/dashboard/browser/x.tsx', "import { html } from 'hono/html';", 'figures and preact alone'],
  [
    'packages/dashboard/browser/x.tsx',
    "import { grouped } from '@latentsweep/core';",
    'figures and preact alone',
  ],
  [
    'packages/dashboard/browser/x.tsx',
    "import { serve } from '../src/serve.ts';",
    'takes packages/dashboard/src/api.ts alone',
  ],
  ['packages/dashboard/src/x.ts', "import { App } from '../browser/app.tsx';", 'which is for the browser'],
  ['packages/cellar/src/x.ts', '', 'no arrows are known for packages/cellar'],
])('%s may not say %s', (path, text, why) => {
  expect(brokenRules([[path, text]])).toEqual([expect.stringContaining(why)]);
});

test('files that import one another in a circle are found, and named in their order', () => {
  const at = 'packages/bus/src';
  const files = [
    [`${at}/a.ts`, "import { b } from './b.ts';"],
    [`${at}/b.ts`, "import { c } from './c.ts'; import { d } from './d.ts';"],
    [`${at}/c.ts`, "import type { A } from './a.ts';"],
    [`${at}/d.ts`, ''],
  ];
  const circle = `a circle of imports: ${at}/a.ts -> ${at}/b.ts -> ${at}/c.ts -> ${at}/a.ts`;
  expect(brokenRules(files)).toEqual([circle]);
});

test('what may be imported is', () => {
  const files = [
    ['packages/worker/src/x.ts', "import { a } from '@latentsweep/core'; import { b } from './y.ts';"],
    [
      'packages/worker/src/y.ts',
      "import fs from 'node:fs'; import { c } from '@latentsweep/worker/fixtures';",
    ],
    [
      'packages/dashboard/browser/x.tsx',
      "import { draw } from '@latentsweep/figures'; import type { A } from '../src/api.ts';",
    ],
  ];
  expect(brokenRules(files)).toEqual([]);
});
