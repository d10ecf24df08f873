import { type Entry, type Findings, openSection, type Section } from '@latentsweep/plain-file';
import { HYPERBAND_KEYS } from './keys.ts';

/** What W&B's schema wants of it. Nothing ends early yet, but a slip is better found now than when something does. */
export function checkEarlyTerminate(entry: Entry, findings: Findings): void {
  const hint = 'Write `early_terminate: { type: hyperband, min_iter: 3 }`.';
  const section: Section | null = openSection(entry, entry.key, HYPERBAND_KEYS, findings, hint);
  if (section === null) return;
  for (const key of Object.keys(HYPERBAND_KEYS)) section.get(key);
  const missing = (key: string, hint: string) =>
    section.fault('missing_key', key, `\`${entry.key}\` needs \`${key}\``, hint);
  const has = (key: string) => section.entry(key) !== undefined;
  if (!has('type')) missing('type', 'Add `type: hyperband`.');
  if (has('max_iter') && !has('s') && !has('min_iter')) missing('s', 'Add it, or give `min_iter` instead.');
  else if (!has('max_iter') && !has('min_iter')) missing('min_iter', 'Add it, or `max_iter` and `s`.');
}
