import { brief } from './words.ts';

/** A YAML value with its place, aliases resolved. Maps are lists of entries: no key can reach a prototype. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly at: Place;
  readonly entries: readonly Entry[];
}

interface ListTree {
  readonly kind: 'list';
  readonly at: Place;
  readonly items: readonly Tree[];
}

interface ScalarTree {
  readonly kind: 'scalar';
  readonly at: Place;
  readonly value: string | number | boolean | null;
  /** As it was written: tells 1.0 from 1. */
  readonly source: string;
}

export interface Entry {
  readonly key: string;
  readonly at: Place;
  readonly value: Tree;
}

/** Where something was written: in the file, counted from 1, or in an override (`--seed 3`). */
export type Place = { readonly line: number; readonly column: number } | { readonly override: string };

export function entryOf(tree: Tree, key: string): Entry | undefined {
  return tree.kind === 'map' ? tree.entries.find((entry) => entry.key === key) : undefined;
}

/** A map with one entry. */
export function mapOf(key: string, value: Tree): MapTree {
  return { kind: 'map', at: value.at, entries: [{ key, at: value.at, value }] };
}

/** `tree` with `value` at `path`; maps that are missing on the way, or are something else, are made. */
export function withValue(tree: Tree, path: readonly string[], value: Tree): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries = tree.kind === 'map' ? tree.entries : [];
  const old = entries.find((entry) => entry.key === key);
  const empty: Tree = { kind: 'map', at: value.at, entries: [] };
  const entry: Entry = { key, at: old?.at ?? value.at, value: withValue(old?.value ?? empty, rest, value) };
  const kept = old ? entries.map((e) => (e === old ? entry : e)) : [...entries, entry];
  return { kind: 'map', at: tree.at, entries: kept };
}

/** The value in a few words, for messages. */
export function show(tree: Tree): string {
  if (tree.kind === 'map') return tree.entries.length === 0 ? 'an empty mapping' : 'a mapping';
  if (tree.kind === 'list') {
    const items = tree.items.slice(0, 4).map(show);
    return brief(`[${[...items, ...(tree.items.length > 4 ? ['…'] : [])].join(', ')}]`);
  }
  if (tree.value === null) return 'nothing';
  return brief(typeof tree.value === 'string' ? `"${tree.value}"` : tree.source);
}
