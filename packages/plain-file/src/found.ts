import { type Findings, join } from './faults.ts';
import { entryOf, type MapTree, type Place, show, type Tree } from './tree.ts';
import { brief, didYouMean } from './words.ts';

/** A value of a file: what it is, where it stands, and where goes what there is to say of it. */
export class Found<Is extends Tree = Tree> {
  readonly tree: Is;
  /** Reads as in the file. */
  readonly path: string;
  readonly findings: Findings;
  /** Where its key is written. */
  readonly keyAt: Place;

  constructor(tree: Is, path: string, findings: Findings, keyAt = tree.at) {
    this.tree = tree;
    this.path = path;
    this.findings = findings;
    this.keyAt = keyAt;
  }

  /** Says the rule and the value seen, then what to do. */
  fault(code: string, message: string, hint: string, at = this.tree.at): undefined {
    this.findings.fault(code, this.path, at, message, hint);
  }

  note(code: string, message: string, hint: string, at = this.tree.at): void {
    this.findings.note(code, this.path, at, message, hint);
  }

  /** The value under a key of a mapping. */
  under(key: string): Found | undefined {
    const entry = entryOf(this.tree, key);
    return entry && new Found(entry.value, join(this.path, key), this.findings, entry.at);
  }

  /** What a fault of a key is said of: the value, or the mapping itself where the key is missing. */
  at(key: string): Found {
    return this.under(key) ?? new Found(this.tree, join(this.path, key), this.findings);
  }

  /** The values of a mapping, by key. */
  entries(): readonly (readonly [key: string, value: Found])[] {
    const entries = this.tree.kind === 'map' ? this.tree.entries : [];
    return entries.map(({ key, value, at }) => [
      key,
      new Found(value, join(this.path, key), this.findings, at),
    ]);
  }

  /** Undefined where it is no list. */
  items(): readonly Found[] | undefined {
    if (this.tree.kind !== 'list') return undefined;
    return this.tree.items.map((item, i) => new Found(item, join(this.path, i), this.findings));
  }

  /** Itself as a mapping, or undefined and a fault that says what to write instead. */
  asMap(hint: string): Found<MapTree> | undefined {
    if (isMap(this)) return this;
    return this.fault('wrong_type', `must be a mapping of keys, got ${show(this.tree)}`, hint);
  }

  /** Faults for every key of a mapping that is not in `known`. */
  refuseUnknown(known: readonly string[], hintFor: (key: string) => string | null = () => null): void {
    for (const [key, value] of this.entries()) {
      if (known.includes(key)) continue;
      if (this.findings.full) return;
      const hint = hintFor(key) ?? `${didYouMean(key, known)}Known: ${known.join(', ')}.`;
      value.fault('unknown_key', `unknown key ${shown(key)}`, hint, value.keyAt);
    }
  }
}

const isMap = (found: Found): found is Found<MapTree> => found.tree.kind === 'map';

/** A key as it stands in a message. */
export function shown(key: string): string {
  return `\`${brief(key)}\``;
}
