import {
  entryOf,
  type Findings,
  join,
  type MapTree,
  readItems,
  show,
  type Tree,
} from '@latentsweep/plain-file';

/** The items of a list that must not be empty. */
export function expectItems(list: Tree, path: string, findings: Findings): readonly Tree[] | null {
  if (list.kind !== 'list') {
    const shown = show(list);
    findings.fault('wrong_type', path, list.at, `must be a list, got ${shown}`, `Write \`[${shown}]\`.`);
    return null;
  }
  if (list.items.length === 0) {
    const hint = 'Add a value, or remove the parameter.';
    findings.fault('empty_list', path, list.at, 'must hold at least one value', hint);
    return null;
  }
  return list.items;
}

/** A value that is written twice, as 1 and 1.0 or as 0.10 and 0.1, is one value: one line for the first of them. */
export function noteRepeated(
  items: readonly Tree[],
  values: readonly unknown[],
  path: string,
  findings: Findings,
): void {
  const first = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const key = JSON.stringify(value);
    const before = first.get(key);
    if (before !== undefined) {
      const message = `${show(items[i]!)} is the same value as ${show(items[before]!)}, written twice`;
      const hint = 'A grid tries it once; a random search draws it as often as it is written.';
      findings.note('repeated_value', join(path, i), items[i]!.at, message, hint);
      return;
    }
    first.set(key, i);
  }
}

/** Null where none are given, undefined where they are wrong. */
export function readProbabilities(
  map: MapTree,
  count: number,
  path: string,
  findings: Findings,
): readonly number[] | null | undefined {
  const entry = entryOf(map, 'probabilities');
  if (!entry) return null;
  const at = join(path, 'probabilities');
  const items = expectItems(entry.value, at, findings);
  if (items === null) return undefined;
  const rule = { type: 'number', minimum: 0, maximum: 1 } as const;
  const probabilities = readItems(rule, items, at, findings);
  if (probabilities === undefined) return undefined;
  if (probabilities.length !== count) {
    const message = `must be as many as values: ${count}, got ${probabilities.length}`;
    findings.fault('bad_probabilities', at, entry.value.at, message, 'Give each value one probability.');
    return undefined;
  }
  return sumsToOne(probabilities, 'bad_probabilities', at, entry.value, findings) ? probabilities : undefined;
}

export function sumsToOne(
  shares: readonly number[],
  code: string,
  path: string,
  { at }: Tree,
  findings: Findings,
): boolean {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= 1e-6) return true;
  const message = `must sum to 1, but sum to ${Number(sum.toPrecision(7))}`;
  findings.fault(code, path, at, message, 'Divide each by their sum.');
  return false;
}
