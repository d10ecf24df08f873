import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const here = new URL('./', import.meta.url);
const page = readFileSync(new URL('../../../../docs/ask-tell.md', here), 'utf8');
const read = (url: URL) => readFileSync(url, 'utf8');

test('docs/ask-tell.md lists every code of an error', () => {
  const files = [
    ...readdirSync(here)
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => new URL(name, here)),
    new URL('../../../coordinator/src/ask/turn.ts', here),
    new URL('../../../dashboard/src/route/ask.ts', here),
    new URL('../../../cli/src/command/tell.ts', here),
  ];
  const codes = files.flatMap((file) =>
    [...read(file).matchAll(/(?:InputError|TryAgain)\(\s*'([a-z_]+)'/g)].map(([, code]) => code!),
  );
  expect(codes.length).toBeGreaterThan(15);
  expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
