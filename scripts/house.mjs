// `npm test`: who may import whom (docs/decisions/0020-checks.md). Says each import that breaks a rule, with the rule.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** What each package may import of the others: nothing runs against an arrow. */
export const ARROWS = {
  core: [],
  bus: ['core'],
  store: ['core'],
  'plain-file': ['core'],
  'table-file': ['core'],
  'image-file': ['core'],
  program: ['core'],
  'engine-simd': ['core'],
  'engine-tfjs': ['core'],
  'engine-webgpu': ['core', 'engine-simd'],
  coordinator: ['core', 'bus', 'store', 'plain-file', 'table-file', 'image-file'],
  worker: ['core', 'bus', 'program', 'engine-simd', 'engine-tfjs', 'engine-webgpu'],
  figures: ['core'],
  app: ['core', 'program', 'store', 'bus', 'coordinator', 'worker', 'figures'],
  dashboard: ['core', 'store', 'app', 'figures'],
  cli: ['core', 'plain-file', 'store', 'bus', 'coordinator', 'worker', 'figures', 'app', 'dashboard'],
  latentsweep: ['core', 'plain-file', 'coordinator', 'store', 'app', 'cli'],
};

/** What runs in a browser, and the one door to what does not: the types of what the server answers. */
const BROWSER = 'packages/dashboard/browser/';
const ANSWERS = 'packages/dashboard/src/api.ts';
const IN_BROWSER = /^(?:@latentsweep\/figures|preact(?:\/hooks)?)$/;

/** What may have nothing of Node's. */
const PURE = /^packages\/(core|figures)\/src\/(?!fixtures\/|files\.ts$|.*\.test\.ts$)/;

/** Every import and re-export of a file, types too, as it is written. */
export function importsOf(path, text) {
  const { staticImports, staticExports, dynamicImports } = parseSync(path, text).module;
  return [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ].filter((name) => name !== undefined);
}

/** What is wrong with the imports of these files, `packages/*\/{src,browser}/**` by path: a line each. */
export function brokenRules(files) {
  const said = [];
  const own = new Map();
  for (const [path, text] of files) {
    const [, room] = path.split('/');
    const allowed = ARROWS[room];
    if (!allowed)
      said.push(`${path}: no arrows are known for packages/${room}; write them into scripts/house.mjs`);
    const inner = new Set();
    for (const name of importsOf(path, text)) {
      const other = /^@latentsweep\/([^/]+)/.exec(name)?.[1];
      if (other !== undefined && other !== room && !allowed?.includes(other)) {
        said.push(`${path}: imports ${name}; ${room} may import ${allowed?.join(', ') || 'none of ours'}`);
      }
      if (name.startsWith('node:') && PURE.test(path)) {
        said.push(`${path}: imports ${name}; what is pure has nothing of Node`);
      }
      if (!name.startsWith('.') && path.startsWith(BROWSER) && !isTest(path) && !IN_BROWSER.test(name)) {
        said.push(`${path}: imports ${name}; in the browser there are figures and preact alone`);
      }
      if (!name.startsWith('.')) continue;
      const target = join(dirname(path), name);
      if (path.startsWith(BROWSER) && !target.startsWith(BROWSER) && target !== ANSWERS) {
        said.push(`${path}: imports ${name}; of its package the browser takes ${ANSWERS} alone`);
      }
      if (!path.startsWith(BROWSER) && target.startsWith(BROWSER)) {
        said.push(`${path}: imports ${name}, which is for the browser`);
      }
      if (target.startsWith(`packages/${room}/`)) inner.add(target);
      else said.push(`${path}: imports ${name}, past the door of another package; take @latentsweep/…`);
    }
    own.set(path, inner);
  }
  for (const circle of circles(own)) said.push(`a circle of imports: ${circle.join(' -> ')}`);
  return said;
}

const isTest = (path) => path.endsWith('.test.ts');

/** One circle for each import that closes one, depth first. `imports`: what each file imports. */
function circles(imports) {
  const found = [];
  const done = new Set();
  const visit = (path, above) => {
    const at = above.indexOf(path);
    if (at >= 0) found.push([...above.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

// `import.meta.main` is younger than the oldest Node.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { globSync } = await import('node:fs');
  const paths = globSync('packages/*/{src,browser}/**/*.{ts,tsx}').filter(
    (path) => !path.includes('node_modules'),
  );
  const broken = brokenRules(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  for (const line of broken) process.stdout.write(`${line}\n`);
  process.stdout.write(`${paths.length} files, ${broken.length} imports that may not be\n`);
  process.exit(broken.length === 0 ? 0 : 1);
}
