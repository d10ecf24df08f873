import { type Found, Section } from '@latentsweep/plain-file';
import { type DescribedKeys, HYPERBAND_KEYS } from './keys.ts';

/** What W&B's schema wants of it. Nothing ends early yet, but a slip is better found now than when something does. */
export function checkEarlyTerminate(value: Found): void {
  const map = value.asMap('Write `early_terminate: { type: hyperband, min_iter: 3 }`.');
  if (map === undefined) return;
  const names = Object.keys(HYPERBAND_KEYS);
  map.refuseUnknown(names);
  new Section<DescribedKeys>(map, HYPERBAND_KEYS).all(...names);
  const missing = (name: string, hint: string) =>
    map.at(name).fault('missing_key', `\`early_terminate\` needs \`${name}\``, hint);
  const has = (name: string) => map.under(name) !== undefined;
  if (!has('type')) missing('type', 'Add `type: hyperband`.');
  if (has('max_iter') && !has('s') && !has('min_iter')) missing('s', 'Add it, or give `min_iter` instead.');
  else if (!has('max_iter') && !has('min_iter')) missing('min_iter', 'Add it, or `max_iter` and `s`.');
}
