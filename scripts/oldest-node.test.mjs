// What all that runs under the oldest Node of `toolchain.mjs` must do without: types say nothing of it, since they are
// those of a newer one.

import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { OLDEST_NODE, ROOT } from './toolchain.mjs';

/** The first Node that has it in every later one; what was brought back to an older line too is not in all of these. */
const NEWER = [
  [[23, 0], /\bPromise\.try\b/],
  [[23, 0], /\bIntl\.DurationFormat\b/],
  // Flags within a regular expression: `(?i:…)`.
  [[23, 0], /\(\?(?:[ims]+(?:-[ims]*)?|-[ims]+):/],
  [[24, 0], /\b(?:Float16Array|f16round|getFloat16|setFloat16)\b/],
  [[24, 0], /\bRegExp\.escape\b/],
  [[24, 0], /\bError\.isError\b/],
  [[24, 0], /\bAtomics\.pause\b/],
  [[24, 0], /\b(?:Async)?DisposableStack\b|\bSuppressedError\b/],
  [[24, 0], /\bURLPattern\b/],
  [[24, 2], /\bimport\.meta\.main\b/],
  [[24, 4], /\bmkdtempDisposable(?:Sync)?\b/],
  [[25, 0], /\bUint8Array\.from(?:Base64|Hex)\b|\.(?:toHex|setFromBase64|setFromHex)\(/],
  [[26, 0], /\bMath\.sumPrecise\b/],
  [[26, 0], /\bIterator\.(?:concat|zip|zipKeyed)\b/],
  [[26, 0], /\.getOrInsert(?:Computed)?\(/],
  [[26, 0], /\bTemporal\./],
];
const isNewer = ([major, minor]) =>
  major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor > OLDEST_NODE[1]);
const FIRST_WITH_USING = [24, 0];

/** What a file says that is too new for the oldest Node: in its code, not in comments. */
function tooNew(path, text) {
  const { program, comments } = parseSync(path, text);
  const code = comments.reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
  const found = NEWER.filter(([since]) => isNewer(since)).flatMap(([, name]) => code.match(name)?.[0] ?? []);
  if (!isNewer(FIRST_WITH_USING) || !/\busing\s/.test(code)) return found;
  const using = /"kind":"((?:await )?using)"/.exec(JSON.stringify(program, plain));
  return using ? [...found, using[1]] : found;
}

const plain = (_, value) => (typeof value === 'bigint' ? String(value) : value);

test('what is newer is seen, in code alone', () => {
  const text = `
    // With Promise.try it would be shorter.
    import { mkdtempDisposable } from 'node:fs/promises';
    await using folder = await mkdtempDisposable('using x = 1');
  `;
  expect(tooNew('x.ts', text)).toEqual(['mkdtempDisposable', 'await using']);
  expect(tooNew('x.ts', 'for (using file of files) read(file);')).toEqual(['using']);
  expect(tooNew('x.ts', 'const using = toBase64([1]); use(/(?:a|b)/);')).toEqual([]);
});

test('nothing here needs a newer Node than the oldest that is taken', () => {
  const ours = globSync(['packages/*/{src,bin}/**/*.{ts,mjs}', 'scripts/*.mjs'], { cwd: ROOT });
  const paths = ours.filter((path) => !/node_modules|\.test\.|[\\/](?:assembly|build)[\\/]/.test(path));
  expect(paths.length).toBeGreaterThan(300);
  const said = paths.flatMap((path) =>
    tooNew(path, readFileSync(`${ROOT}/${path}`, 'utf8')).map((what) => `${path}: ${what}`),
  );
  expect(said).toEqual([]);
});
