import { expectMap, type Findings, join, refuseUnknown, Section, type Tree } from '@latentsweep/plain-file';
import { HYPERBAND_KEYS } from './keys.ts';

const PATH = 'early_terminate';

/** What W&B's schema wants of it. Nothing ends early yet, but a slip is better found now than when something does. */
export function checkEarlyTerminate(tree: Tree, findings: Findings): void {
  const map = expectMap(tree, PATH, findings, 'Write `early_terminate: { type: hyperband, min_iter: 3 }`.');
  if (map === null) return;
  refuseUnknown(map, PATH, Object.keys(HYPERBAND_KEYS), findings);
  const section = new Section(map, PATH, findings);
  for (const key of Object.values(HYPERBAND_KEYS)) section.get(key);
  const missing = (key: string, hint: string) => {
    findings.fault('missing_key', join(PATH, key), map.at, `\`${PATH}\` needs \`${key}\``, hint);
  };
  const has = (key: string) => section.entry(key) !== undefined;
  if (!has('type')) missing('type', 'Add `type: hyperband`.');
  if (has('max_iter') && !has('s') && !has('min_iter')) missing('s', 'Add it, or give `min_iter` instead.');
  else if (!has('max_iter') && !has('min_iter')) missing('min_iter', 'Add it, or `max_iter` and `s`.');
}
