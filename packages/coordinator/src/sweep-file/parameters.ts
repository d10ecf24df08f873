import type { ParameterValue } from '@latentsweep/core';
import { type Found, readValue, show } from '@latentsweep/plain-file';
import type { Distribution, SweptParameter } from '../port.ts';
import { isGrid } from '../search/method.ts';
import { BUILT_IN, type Catalogue, type Members } from './catalogue.ts';
import { readDistribution } from './distribution.ts';
import { KINDS } from './kinds.ts';
import { expectItems, noteRepeated, readProbabilities } from './values.ts';
import { readWhen, type Written, writtenIn } from './when.ts';

const GROUP_KEYS = ['parameters', 'value', 'values', 'probabilities'];

/** The swept parameters in the file's order, each at most once. */
export function readParameters(
  found: Found,
  method: string | undefined,
  catalogue: Catalogue = BUILT_IN,
): readonly SweptParameter[] {
  const map = found.asMap('Write `parameters: { latent_size: { values: [2, 10] } }`.');
  if (map?.tree.entries.length === 0) {
    const hint = 'Add one, such as `arm: { values: [oversample, vae_mixing] }`.';
    map.fault('missing_key', 'must name at least one parameter', hint);
  }
  const reader = new Reader(method, catalogue, writtenIn(map, catalogue));
  for (const [name, entry] of map?.entries() ?? []) {
    if (!entry.findings.full) reader.read(name, entry);
  }
  return reader.found;
}

class Reader {
  readonly found: SweptParameter[] = [];
  readonly #method: string | undefined;
  readonly #catalogue: Catalogue;
  readonly #named = new Set<string>();
  readonly #written: Written;

  constructor(method: string | undefined, catalogue: Catalogue, written: Written) {
    this.#method = method;
    this.#catalogue = catalogue;
    this.#written = written;
  }

  /** `name` is the full dotted name of the entry. */
  read(name: string, entry: Found): void {
    const members = this.#catalogue.members(name, entry);
    if (members) this.#readGroup(name, members, entry);
    else if (this.#catalogue.has(name, entry)) {
      const distribution = readDistribution(name, this.#catalogue, entry, this.#method);
      this.#add({ name }, distribution, entry, entry.keyAt);
    }
  }

  #readGroup(group: string, members: Members, entry: Found): void {
    const [example] = members.keys();
    const map = entry.asMap(`Write \`parameters: { ${example}: { value: … } }\`.`);
    if (map === undefined) return;
    map.refuseUnknown(GROUP_KEYS, (key) =>
      members.has(key)
        ? `Put it under \`${group}.parameters\`.`
        : key === 'when'
          ? 'Give it to each parameter that it is for.'
          : null,
    );
    const given = map.entries().filter(([key]) => ['parameters', 'value', 'values'].includes(key));
    if (given.length !== 1) {
      const code = given.length === 0 ? 'missing_key' : 'mixed_keys';
      const got = given.map(([key]) => key).join(' and ') || 'none';
      const message = `needs one of parameters, value, values; got ${got}`;
      const hint =
        'Use `parameters` for values that are combined, `values` for mappings whose values go together.';
      map.fault(code, message, hint);
      return;
    }
    const [key, value] = given[0]!;
    if (key !== 'parameters') this.#readLinked(group, members, map, value, key === 'value');
    else {
      const nested = value.asMap(`Write \`${example}: { value: … }\` in it.`);
      for (const [inner, found] of nested?.entries() ?? []) this.read(`${group}.${inner}`, found);
    }
  }

  /** `value: {…}` (`single`) or `values: [{…}, {…}]` of a group: its parameters move together. */
  #readLinked(group: string, members: Members, map: Found, given: Found, single: boolean): void {
    const items = single ? [given] : expectItems(given);
    if (items === undefined) return;
    const probabilities = readProbabilities(map, items.length);
    const rows = items.map((item) => readRow(members, item)).filter((row) => row !== undefined);
    if (probabilities === undefined || rows.length < items.length) return;
    noteRepeated(
      items,
      rows.map((row) => [...row].sort()),
    );
    const keys = [...rows[0]!.keys()];
    const uneven = rows.findIndex((row) => row.size !== keys.length || keys.some((key) => !row.has(key)));
    if (uneven >= 0) {
      const message = `must have the same keys as the first mapping: ${keys.join(', ')}`;
      items[uneven]!.fault('uneven_group', message, 'Give every mapping all of them.');
      return;
    }
    for (const key of keys) {
      const { name } = members.get(key)!;
      const values = rows.map((row) => row.get(key)!);
      if (single) this.#add({ name }, { kind: 'constant', value: values[0]! }, map);
      else this.#add({ name, linked: group }, { kind: 'categorical', values, probabilities }, map);
    }
  }

  #add(
    swept: Omit<SweptParameter, 'distribution'>,
    distribution: Distribution | undefined,
    entry: Found,
    at = entry.tree.at,
  ): void {
    const { name, ...linked } = swept;
    if (this.#named.has(name)) {
      entry.fault('duplicate_key', `\`${name}\` is given twice`, 'Keep one of the two.', at);
      return;
    }
    this.#named.add(name);
    if (distribution === undefined) return;
    const refusal = isGrid(this.#method) ? whyNotListed(distribution) : null;
    const when = readWhen(name, entry, this.found, { written: this.#written, catalogue: this.#catalogue });
    if (refusal) entry.fault('not_enumerable', ...refusal, at);
    else if (when !== undefined)
      this.found.push({ name, distribution, ...linked, ...(when ? { when } : {}) });
  }
}

/** One mapping of a group's values, by their keys. Undefined and faults where it is wrong. */
function readRow(members: Members, found: Found): ReadonlyMap<string, ParameterValue> | undefined {
  const keys = [...members.keys()];
  const map = found.asMap(`Write \`{ ${keys.map((key) => `${key}: …`).join(', ')} }\`.`);
  if (map === undefined) return undefined;
  map.refuseUnknown(keys);
  const row = new Map<string, ParameterValue>();
  for (const [key, value] of map.entries()) {
    const parameter = members.get(key);
    const read = parameter && readValue(parameter, value);
    if (read === undefined) return undefined;
    row.set(key, read);
  }
  if (row.size > 0) return row;
  return map.fault(
    'missing_key',
    `must name a parameter, got ${show(map.tree)}`,
    `Known: ${keys.join(', ')}.`,
  );
}

/** Why a grid cannot try all values, or null. */
function whyNotListed(distribution: Distribution): [message: string, hint: string] | null {
  const { kind } = distribution;
  if (kind === 'categorical' && distribution.probabilities !== null) {
    const message = 'a grid tries every value once, so `probabilities` mean nothing';
    return [message, 'Remove them, or use `method: random`.'];
  }
  if (KINDS[kind].grid) return null;
  const message = `a grid needs values that can be listed, and ${kind} has none`;
  return [message, 'Use `values`, int_uniform or q_uniform, or `method: random`.'];
}
