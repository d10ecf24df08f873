import type { SweepDefinition } from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { sayLaterEnds } from './later-ends.ts';

const early = { type: 'hyperband', eta: 3, strict: true, minIter: 3 } as const;
const SOURCE = 'method: random\nearly_terminate: { type: hyperband, min_iter: 3 }\n';

/** What is said of a file where the sweep of its name has this definition and was written so. */
async function said(now: Partial<SweepDefinition>, before: Partial<SweepDefinition>, source = SOURCE) {
  const sweep = { id: 1, name: 'deck', slug: 'deck', source, definition: before };
  const store = { findSweep: async () => ({ sweep, passedOver: [] }), sweep: async () => sweep };
  const notes: string[] = [];
  const say = ({ code, message, hint }: { code: string; message: string; hint: string }) =>
    notes.push(`${code}: ${message}. ${hint}`);
  await sayLaterEnds({ store: store as unknown as Reading, say }, {
    name: 'deck',
    ...now,
  } as SweepDefinition);
  return notes;
}

test('a file whose early_terminate had no effect before says that it has one now', async () => {
  expect(await said({ early }, {})).toEqual([
    'later_ends: `early_terminate` had no effect in deck, and stops runs now: this is a sweep of its own, which takes over what is there. `--set early_terminate=false` goes on with deck.',
  ]);
});

test.each([
  ['a file without it', {}, {}, SOURCE],
  ['a sweep that was stopped by it', { early }, { early }, SOURCE],
  ['a sweep whose file did not have it', { early }, {}, 'method: random\n'],
])('of %s nothing is said', async (_, now, before, source) => {
  expect(await said(now, before, source)).toEqual([]);
});
