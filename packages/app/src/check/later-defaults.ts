import { laterDefaults, type SweepDefinition, storedDefinition } from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';
import type { Say } from '../say.ts';
import { newestOfName } from './newest-of-name.ts';

/** Says where a file gives other configs than the sweep of its name has, for the defaults of tables that came later. */
export async function sayLaterDefaults(
  { store, say }: { readonly store: Reading; readonly say: Say },
  definition: SweepDefinition,
): Promise<void> {
  if (definition.dataset.kind !== 'table') return;
  const earlier = await newestOfName(store, definition.name);
  const names = earlier ? laterDefaults(definition, storedDefinition(earlier)) : [];
  if (names.length === 0) return;
  say({
    ...{ code: 'later_defaults', path: '' },
    message: `${earlier!.slug} was made with the deck's defaults, and this file now gives other configs: tables have defaults of their own for ${names.join(', ')}`,
    hint: `${earlier!.slug} and its results stay as they are; \`defaults: deck\` in the file gives its configs.`,
  });
}
