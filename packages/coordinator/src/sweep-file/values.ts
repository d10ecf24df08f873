import { type Found, readItems, show } from '@latentsweep/plain-file';

/** The items of a list that must not be empty. */
export function expectItems(list: Found): readonly Found[] | undefined {
  const items = list.items();
  if (items === undefined) {
    const got = show(list.tree);
    return list.fault('wrong_type', `must be a list, got ${got}`, `Write \`[${got}]\`.`);
  }
  if (items.length > 0) return items;
  return list.fault('empty_list', 'must hold at least one value', 'Add a value, or remove the parameter.');
}

/** A value that is written twice, as 1 and 1.0 or as 0.10 and 0.1, is one value: one line for the first of them. */
export function noteRepeated(items: readonly Found[], values: readonly unknown[]): void {
  const first = new Map<string, Found>();
  for (const [i, item] of items.entries()) {
    const key = JSON.stringify(values[i]);
    const before = first.get(key);
    if (before !== undefined) {
      const message = `${show(item.tree)} is the same value as ${show(before.tree)}, written twice`;
      const hint = 'A grid tries it once; a random search draws it as often as it is written.';
      item.note('repeated_value', message, hint);
      return;
    }
    first.set(key, item);
  }
}

/** Null where none are given, undefined where they are wrong. */
export function readProbabilities(map: Found, count: number): readonly number[] | null | undefined {
  const list = map.under('probabilities');
  if (list === undefined) return null;
  const items = expectItems(list);
  const probabilities = items && readItems({ type: 'number', minimum: 0, maximum: 1 }, items);
  if (probabilities === undefined) return undefined;
  if (probabilities.length === count) return summingToOne(probabilities, 'bad_probabilities', list);
  const message = `must be as many as values: ${count}, got ${probabilities.length}`;
  return list.fault('bad_probabilities', message, 'Give each value one probability.');
}

/** The shares, or undefined and a fault where they sum to something else. */
export function summingToOne(
  shares: readonly number[],
  code: string,
  found: Found,
): readonly number[] | undefined {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= 1e-6) return shares;
  const message = `must sum to 1, but sum to ${Number(sum.toPrecision(7))}`;
  return found.fault(code, message, 'Divide each by their sum.');
}
