import { join } from './faults.ts';
import { Found } from './found.ts';
import { type Rule, readValue, type ValueOf } from './rule.ts';
import type { MapTree } from './tree.ts';

/** One key of a file, for the reader and for all that is made from it. */
export interface Key {
  readonly rule: Rule;
  /** The value where the key is absent; undefined where it has none or it depends. */
  readonly default?: ValueOf<Rule>;
}

/** By name. */
export type Keys = Readonly<Record<string, Key>>;

/** What `keys` yield. */
type Values<Known extends Keys> = { readonly [Name in keyof Known]: ValueOf<Known[Name]['rule']> };

/** A mapping, or an empty one for a mapping that is absent, with plain keys. */
export class Section<Known extends Keys = Keys> extends Found<MapTree> {
  readonly #keys: Known;

  constructor({ tree, path, findings, keyAt }: Found<MapTree>, keys: Known) {
    super(tree, path, findings, keyAt);
    this.#keys = keys;
  }

  /** The checked value, the default where the key is absent, or undefined. */
  get<Name extends keyof Known & string>(name: Name): Values<Known>[Name] | undefined {
    const key: Key = this.#keys[name]!;
    const found = this.under(name);
    return (found ? readValue(key.rule, found) : key.default) as Values<Known>[Name] | undefined;
  }

  /** The values of several keys; undefined where one has none. */
  all<Name extends keyof Known & string>(...names: readonly Name[]): Pick<Values<Known>, Name> | undefined {
    const values = names.map((name) => [name, this.get(name)] as const);
    if (values.some(([, value]) => value === undefined)) return undefined;
    return Object.fromEntries(values) as Pick<Values<Known>, Name>;
  }
}

/** The mapping under a key, or an empty one where that is absent; undefined and a fault where it is something else. */
export function mapUnder(parent: Found, key: string, hint: string): Found<MapTree> | undefined {
  const empty = { kind: 'map', at: parent.tree.at, entries: [] } as const;
  const found = parent.under(key) ?? new Found(empty, join(parent.path, key), parent.findings);
  return found.asMap(hint);
}

/** The same, with faults for each key that is not in `keys`. */
export function openSection<const Known extends Keys>(
  parent: Found,
  key: string,
  keys: Known,
  hint: string,
): Section<Known> | undefined {
  const map = mapUnder(parent, key, hint);
  map?.refuseUnknown(Object.keys(keys));
  return map && new Section(map, keys);
}
