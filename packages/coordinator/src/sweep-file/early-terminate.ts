import { type Found, openSection } from '@latentsweep/plain-file';
import { HYPERBAND_KEYS } from './keys.ts';

/** What W&B's schema wants of it. Nothing ends early yet, but a slip is better found now than when something does. */
export function checkEarlyTerminate(top: Found): void {
  const key = 'early_terminate';
  const hint = 'Write `early_terminate: { type: hyperband, min_iter: 3 }`.';
  const section = openSection(top, key, HYPERBAND_KEYS, hint);
  if (section === undefined) return;
  section.all('type', 'min_iter', 'max_iter', 's', 'eta', 'strict');
  const missing = (name: string, hint: string) =>
    section.at(name).fault('missing_key', `\`${key}\` needs \`${name}\``, hint);
  const has = (name: string) => section.under(name) !== undefined;
  if (!has('type')) missing('type', 'Add `type: hyperband`.');
  if (has('max_iter') && !has('s') && !has('min_iter')) missing('s', 'Add it, or give `min_iter` instead.');
  else if (!has('max_iter') && !has('min_iter')) missing('min_iter', 'Add it, or `max_iter` and `s`.');
}
