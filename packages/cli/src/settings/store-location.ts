import { InputError } from '@latentsweep/core';
import { isUrl } from './is-url.ts';
import { noteOnSecret, readSecret } from './secret-file.ts';
import type { Settings } from './settings.ts';

/** The store's place with its password, which may be in a file of its own. Throws InputError. */
export function storeLocation(
  { store, storePasswordFile }: Pick<Settings, 'store' | 'storePasswordFile'>,
  onNote: (note: string) => void,
): string {
  if (storePasswordFile === null || !isUrl(store)) return store;
  if (!URL.canParse(store)) {
    throw new InputError(
      'bad_store_url',
      'The store is neither a directory nor a Postgres URL.',
      'A URL reads postgresql://user@host:5432/database.',
    );
  }
  const note = noteOnSecret(storePasswordFile, 'the password of the store');
  if (note !== null) onNote(note);
  const url = new URL(store);
  url.password = encodeURIComponent(readSecret(storePasswordFile));
  return url.href;
}
