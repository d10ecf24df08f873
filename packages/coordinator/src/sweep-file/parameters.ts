import { PARAMETERS, parameterNamed } from '@latentsweep/core';
import {
  didYouMean,
  type Entry,
  entryOf,
  expectMap,
  type Findings,
  join,
  type MapTree,
  readValue,
  refuseUnknown,
  show,
  shown,
  type Tree,
} from '@latentsweep/plain-file';
import type { Distribution, Scalar, SweptParameter } from '../port.ts';
import { isGrid } from '../search/method.ts';
import { readDistribution } from './distribution.ts';
import { KINDS } from './kinds.ts';
import { expectItems, noteRepeated, readProbabilities } from './values.ts';

/** Groups of nested parameters with the full names of their members: `loss_weights` and three more. */
export const GROUPS: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  PARAMETERS.map(({ name }) => name).filter((name) => name.includes('.')),
  (name) => name.slice(0, name.indexOf('.')),
);

const GROUP_KEYS = ['parameters', 'value', 'values', 'probabilities'];

/** The swept parameters in the file's order, each at most once. */
export function readParameters(tree: Tree, method: string | undefined, findings: Findings): SweptParameter[] {
  const path = 'parameters';
  const map = expectMap(tree, path, findings, 'Write `parameters: { latent_size: { values: [2, 10] } }`.');
  if (map?.entries.length === 0) {
    const hint = 'Add one, such as `arm: { values: [oversample, vae_mixing] }`.';
    findings.fault('missing_key', path, map.at, 'must name at least one parameter', hint);
  }
  const reader = new Reader(method, findings);
  for (const entry of map?.entries ?? []) {
    if (!findings.full) reader.read(entry.key, entry, join(path, entry.key));
  }
  return reader.found;
}

class Reader {
  readonly found: SweptParameter[] = [];
  readonly #method: string | undefined;
  readonly #findings: Findings;
  readonly #named = new Set<string>();

  constructor(method: string | undefined, findings: Findings) {
    this.#method = method;
    this.#findings = findings;
  }

  /** `name` is the full dotted name of the entry. */
  read(name: string, entry: Entry, path: string): void {
    const parameter = parameterNamed.get(name);
    const members = GROUPS.get(name);
    if (parameter) {
      const distribution = readDistribution(parameter, entry.value, path, this.#method, this.#findings);
      this.#add(name, distribution, entry, path);
    } else if (members) {
      this.#readGroup(name, members, entry, path);
    } else {
      const known = [...parameterNamed.keys(), ...GROUPS.keys()];
      const hint = `${didYouMean(name, known)}docs/parameters.md lists all parameters.`;
      this.#findings.fault('unknown_parameter', path, entry.at, `unknown parameter ${shown(name)}`, hint);
    }
  }

  #readGroup(group: string, members: readonly string[], entry: Entry, path: string): void {
    const [example] = members;
    const short = example!.slice(group.length + 1);
    const map = expectMap(
      entry.value,
      path,
      this.#findings,
      `Write \`parameters: { ${short}: { value: … } }\`.`,
    );
    if (map === null) return;
    refuseUnknown(map, path, GROUP_KEYS, this.#findings, ({ key }) =>
      members.includes(`${group}.${key}`) ? `Put it under \`${group}.parameters\`.` : null,
    );
    const given = map.entries.filter(({ key }) => ['parameters', 'value', 'values'].includes(key));
    if (given.length !== 1) {
      const code = given.length === 0 ? 'missing_key' : 'mixed_keys';
      const got = given.map(({ key }) => key).join(' and ') || 'none';
      const message = `needs one of parameters, value, values; got ${got}`;
      const hint =
        'Use `parameters` for values that are combined, `values` for mappings whose values go together.';
      this.#findings.fault(code, path, map.at, message, hint);
      return;
    }
    const { key, value } = given[0]!;
    const at = join(path, key);
    if (key !== 'parameters') this.#readLinked(group, members, map, path);
    else {
      const nested = expectMap(value, at, this.#findings, `Write \`${short}: { value: … }\` in it.`);
      for (const inner of nested?.entries ?? [])
        this.read(`${group}.${inner.key}`, inner, join(at, inner.key));
    }
  }

  /** `value: {…}` or `values: [{…}, {…}]` of a group: its parameters move together. */
  #readLinked(group: string, members: readonly string[], map: MapTree, path: string): void {
    const single = entryOf(map, 'value');
    const list = single ? null : entryOf(map, 'values')!.value;
    const at = join(path, single ? 'value' : 'values');
    const items = single ? [single.value] : expectItems(list!, at, this.#findings);
    if (items === null) return;
    const probabilities = readProbabilities(map, items.length, path, this.#findings);
    const rows = items.map((item, i) => this.#readRow(group, members, item, single ? at : join(at, i)));
    if (probabilities === undefined || rows.includes(null)) return;
    const complete = rows as ReadonlyMap<string, Scalar>[];
    noteRepeated(
      items,
      complete.map((row) => [...row].sort()),
      at,
      this.#findings,
    );
    const names = [...complete[0]!.keys()];
    const uneven = complete.findIndex(
      (row) => row.size !== names.length || names.some((name) => !row.has(name)),
    );
    if (uneven >= 0) {
      const wanted = names.map((name) => name.slice(group.length + 1)).join(', ');
      const message = `must have the same keys as the first mapping: ${wanted}`;
      const hint = 'Give every mapping all of them.';
      this.#findings.fault('uneven_group', join(at, uneven), items[uneven]!.at, message, hint);
      return;
    }
    for (const name of names) {
      const values = complete.map((row) => row.get(name)!);
      const distribution: Distribution = single
        ? { kind: 'constant', value: values[0]! }
        : { kind: 'categorical', values, probabilities };
      this.#add(name, distribution, { key: name, at: map.at, value: map }, path, single ? undefined : group);
    }
  }

  #readRow(
    group: string,
    members: readonly string[],
    tree: Tree,
    path: string,
  ): ReadonlyMap<string, Scalar> | null {
    const keys = members.map((name) => name.slice(group.length + 1));
    const map = expectMap(
      tree,
      path,
      this.#findings,
      `Write \`{ ${keys.map((key) => `${key}: …`).join(', ')} }\`.`,
    );
    if (map === null) return null;
    refuseUnknown(map, path, keys, this.#findings);
    const row = new Map<string, Scalar>();
    for (const { key, value } of map.entries) {
      const parameter = parameterNamed.get(`${group}.${key}`);
      if (!parameter) return null;
      const read = readValue(parameter, value, join(path, key), this.#findings);
      if (read === undefined) return null;
      row.set(parameter.name, read);
    }
    if (row.size > 0) return row;
    const message = `must name a parameter, got ${show(map)}`;
    this.#findings.fault('missing_key', path, map.at, message, `Known: ${keys.join(', ')}.`);
    return null;
  }

  #add(name: string, distribution: Distribution | null, entry: Entry, path: string, linked?: string): void {
    if (this.#named.has(name)) {
      const message = `\`${name}\` is given twice`;
      this.#findings.fault('duplicate_key', path, entry.at, message, 'Keep one of the two.');
      return;
    }
    this.#named.add(name);
    if (distribution === null || !this.#fitsMethod(distribution, entry, path)) return;
    this.found.push({ name, distribution, ...(linked === undefined ? {} : { linked }) });
  }

  #fitsMethod(distribution: Distribution, entry: Entry, path: string): boolean {
    if (!isGrid(this.#method)) return true;
    const { kind } = distribution;
    const weighted = kind === 'categorical' && distribution.probabilities !== null;
    if (KINDS[kind].grid && !weighted) return true;
    const message = weighted
      ? 'a grid tries every value once, so `probabilities` mean nothing'
      : `a grid needs values that can be listed, and ${kind} has none`;
    const hint = weighted
      ? 'Remove them, or use `method: random`.'
      : 'Use `values`, int_uniform or q_uniform, or `method: random`.';
    this.#findings.fault('not_enumerable', path, entry.at, message, hint);
    return false;
  }
}
