import { brief } from './brief.ts';
import { type Findings, join } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { type Rule, readValue, type ValueOf } from './rule.ts';
import { type Entry, type MapTree, show, type Tree } from './tree.ts';

/** `tree` as a map, or null and a fault that says what to write instead. */
export function expectMap(tree: Tree, path: string, findings: Findings, hint: string): MapTree | null {
  if (tree.kind === 'map') return tree;
  findings.fault('wrong_type', path, tree.at, `must be a mapping of keys, got ${show(tree)}`, hint);
  return null;
}

/** Faults for every key of `tree` that is not in `known`. */
export function refuseUnknown(
  tree: MapTree,
  path: string,
  known: readonly string[],
  findings: Findings,
  hintFor: (entry: Entry) => string | null = () => null,
): void {
  for (const entry of tree.entries) {
    if (known.includes(entry.key)) continue;
    if (findings.full) return;
    const hint = hintFor(entry) ?? `${didYouMean(entry.key, known)}Known: ${known.join(', ')}.`;
    findings.fault('unknown_key', join(path, entry.key), entry.at, `unknown key ${shown(entry.key)}`, hint);
  }
}

/** A key as it stands in a message. */
export function shown(key: string): string {
  return `\`${brief(key)}\``;
}

/** One key of a file: what it holds, for the reader and for all that is made from it. */
export interface Key {
  readonly description: string;
  readonly rule: Rule;
  /** The value where the key is absent; undefined where it has none or it depends. */
  readonly default?: ValueOf<Rule>;
}

/** By name. */
export type Keys = Readonly<Record<string, Key>>;

/** The map under a key, where it is there; null and a fault where it is none, or for each key not in `keys`. */
export function openSection<const Known extends Keys>(
  entry: Entry | undefined,
  path: string,
  keys: Known,
  findings: Findings,
  hint: string,
): Section<Known> | null {
  const map = entry ? expectMap(entry.value, path, findings, hint) : null;
  if (map) refuseUnknown(map, path, Object.keys(keys), findings);
  return entry && !map ? null : new Section(map, path, keys, findings);
}

/** Reads plain keys of a map. `get` gives the checked value, the default where the key is absent, or undefined. */
export class Section<Known extends Keys = Keys> {
  readonly tree: MapTree | null;
  readonly path: string;
  readonly #keys: Known;
  readonly #findings: Findings;

  constructor(tree: MapTree | null, path: string, keys: Known, findings: Findings) {
    this.tree = tree;
    this.path = path;
    this.#keys = keys;
    this.#findings = findings;
  }

  entry(name: string): Entry | undefined {
    return this.tree?.entries.find((entry) => entry.key === name);
  }

  /** A fault of a key: where its value is, or, of one that is missing, where the map is. */
  fault(code: string, name: string, message: string, hint: string): void {
    const at = (this.entry(name)?.value ?? this.tree)?.at;
    if (at) this.#findings.fault(code, join(this.path, name), at, message, hint);
  }

  get<Name extends keyof Known & string>(name: Name): ValueOf<Known[Name]['rule']> | undefined {
    const key: Key = this.#keys[name]!;
    const entry = this.entry(name);
    const value = entry
      ? readValue(key.rule, entry.value, join(this.path, name), this.#findings)
      : key.default;
    return value as ValueOf<Known[Name]['rule']> | undefined;
  }
}
