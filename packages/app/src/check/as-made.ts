import { asMade, hasNewRules, storedDefinition } from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';
import type { Say } from '../say.ts';
import type { CheckedFile } from './check-file.ts';
import { sayLaterDefaults } from './later-defaults.ts';
import { sayLaterEnds } from './later-ends.ts';
import { newestOfName } from './newest-of-name.ts';

/** The checked file by the rules of the sweep of its name in the store; says where they are an older version's. */
export async function byItsRules<File extends CheckedFile>(
  { store, say }: { readonly store: Reading; readonly say: Say },
  checked: File,
): Promise<File> {
  await sayLaterDefaults({ store, say }, checked.definition);
  await sayLaterEnds({ store, say }, checked.definition);
  if (!hasNewRules(checked.definition)) return checked;
  const earlier = await newestOfName(store, checked.definition.name);
  if (!earlier) return checked;
  const { definition, kept, withoutBaselines } = asMade(checked.definition, storedDefinition(earlier));
  if (kept.length > 0) {
    say({
      ...{ code: 'kept_bounds', path: '' },
      message:
        `${kept.join(', ')}: drawn as in ${earlier.slug}, which an earlier version made: multiples of q that lie ` +
        'outside are pulled to the bounds',
      hint: 'Another `name` draws those inside alone.',
    });
  }
  if (withoutBaselines) {
    say({
      ...{ code: 'kept_baselines', path: '' },
      message: `${earlier.slug} was made by an earlier version, and goes on as it began: without the oversample of each draw`,
      hint: 'Another `name` tries it too.',
    });
  }
  return { ...checked, definition };
}
