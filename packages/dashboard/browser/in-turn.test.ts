import { afterEach, expect, test, vi } from 'vitest';
import { askInTurn } from './in-turn.ts';

afterEach(() => vi.unstubAllGlobals());

/** Fetches that end when they are told to. */
function heldFetches() {
  const held: { readonly path: string; end(): void }[] = [];
  vi.stubGlobal('fetch', (url: string, { signal }: RequestInit) => {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      held.push({
        path: url.split('/api/')[1]!,
        end: () => resolve(Response.json({})),
      });
    });
  });
  return held;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('three are asked at a time, the next as one ends, and what was given up meanwhile never', async () => {
  const held = heldFetches();
  const paths = () => held.map(({ path }) => path);
  const givenUp = new AbortController();
  const answers = ['a', 'b', 'c'].map((path) => askInTurn(path, new AbortController().signal));
  const gone = askInTurn('d', givenUp.signal);
  const last = askInTurn('e', new AbortController().signal);
  expect(paths()).toEqual([]);
  await settled();
  expect(paths()).toEqual(['a', 'b', 'c']);
  givenUp.abort();
  held[1]!.end();
  await expect(gone).rejects.toThrow('aborted');
  await settled();
  expect(paths()).toEqual(['a', 'b', 'c', 'e']);
  for (const { end } of held) end();
  await Promise.all([...answers, last]);
  // All lanes are free again.
  for (const path of ['f', 'g', 'h']) void askInTurn(path, new AbortController().signal);
  await settled();
  expect(paths().slice(4)).toEqual(['f', 'g', 'h']);
  for (const { end } of held) end();
});
