import { conditionsOf, isList, type ParameterValue } from '@latentsweep/core';
import { didYouMean, type Found, readValue, show, shown } from '@latentsweep/plain-file';
import type { Narrowing, SweptParameter } from '../port.ts';
import { type Catalogue, listedOf } from './catalogue.ts';

/** What each parameter of a file names in its `when`. */
export type Written = ReadonlyMap<string, readonly string[]>;

export function writtenIn(parameters: Found | undefined, catalogue: Catalogue): Written {
  const written = new Map<string, readonly string[]>();
  const write = (found: Found | undefined, before: string) => {
    for (const [key, entry] of found?.entries() ?? []) {
      const name = `${before}${key}`;
      const nested = catalogue.members(name, entry) ? entry.under('parameters') : undefined;
      if (nested) write(nested, `${name}.`);
      else {
        const when = entry.under('when')?.entries() ?? [];
        written.set(
          name,
          when.map(([decider]) => decider),
        );
      }
    }
  };
  write(parameters, '');
  return written;
}

/** What is known of the parameters of a file before they are read. */
interface WholeFile {
  readonly written: Written;
  readonly catalogue: Catalogue;
}

/** `when` of a parameter's entry. Null where there is none, undefined and faults where it is wrong. */
export function readWhen(
  own: string,
  entry: Found,
  earlier: readonly SweptParameter[],
  file: WholeFile,
): readonly Narrowing[] | null | undefined {
  const found = entry.under('when');
  if (found === undefined) return null;
  const map = found.asMap(
    'Write `when: { arm: vae_boundary }`, or `when: { arm: [vae_mixing, vae_boundary] }`.',
  );
  if (map === undefined) return undefined;
  if (map.entries().length === 0)
    return map.fault('missing_key', 'names no parameter', 'Write `when: { arm: vae_boundary }`.');
  const read = map.entries().map(([name, value]) => {
    const decider = deciderOf(name, value, own, earlier, file);
    return decider && readNarrowing(own, decider, value, file.catalogue);
  });
  return read.every((one) => one !== undefined) ? read : undefined;
}

/** The parameter that a `when` names: one that is listed and stands before it. */
function deciderOf(
  name: string,
  value: Found,
  own: string,
  earlier: readonly SweptParameter[],
  { written, catalogue }: WholeFile,
): SweptParameter | undefined {
  const refuse = (message: string, hint: string) => value.fault('bad_when', message, hint, value.keyAt);
  if (!written.has(name)) {
    const hint = `${didYouMean(name, written.keys())}\`when\` names a parameter of the file that stands above.`;
    return refuse(`${shown(name)} is no parameter of the file`, hint);
  }
  if (leadsTo(name, own, written)) {
    if (own === name)
      return refuse(`\`${own}\` decides over itself`, 'Name another parameter, one that stands above.');
    return refuse(`\`${own}\` and \`${name}\` decide over each other`, 'Remove one `when` of the circle.');
  }
  const decider = earlier.find((one) => one.name === name);
  if (decider === undefined) {
    return refuse(
      `\`${name}\` stands below \`${own}\` in the file, or is at fault`,
      `Write \`${name}\` above it.`,
    );
  }
  if (decider.linked !== undefined || !['constant', 'categorical'].includes(decider.distribution.kind)) {
    return refuse(
      `\`${name}\` has no list of values of its own, so that nothing can depend on one`,
      'Name a parameter with `values`.',
    );
  }
  if (catalogue.sharesRun(name)) {
    return refuse(
      `configs that differ only in \`${name}\` are one run, so that nothing can depend on it`,
      'Name another parameter.',
    );
  }
  return decider;
}

function leadsTo(from: string, to: string, written: Written, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (written.get(from) ?? []).some((next) => leadsTo(next, to, written, seen));
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function readNarrowing(
  parameter: string,
  decider: SweptParameter,
  found: Found,
  catalogue: Catalogue,
): Narrowing | undefined {
  const { name, distribution } = decider;
  const rule = listedOf(catalogue, name);
  const lists = isList(rule) ? found.items()?.every((item) => item.tree.kind === 'list') : true;
  const items = (lists ? found.items() : undefined) ?? [found];
  const drawn =
    distribution.kind === 'constant'
      ? [distribution.value]
      : distribution.kind === 'categorical'
        ? distribution.values
        : [];
  const values = items.map((item): ParameterValue | undefined => {
    const value = readValue(rule, item);
    if (value === undefined || drawn.some((one) => same(one, value))) return value;
    const hint = `It is ${drawn.map((one) => JSON.stringify(one)).join(' or ')}.`;
    return item.fault('bad_when', `\`${name}\` is never ${show(item.tree)} in this file`, hint);
  });
  if (values.length === 0) return found.fault('empty_list', 'must hold at least one value', 'Add one.');
  if (values.some((value) => value === undefined)) return undefined;
  const among = values as readonly ParameterValue[];
  const listed = listedOf(catalogue, parameter);
  const own = conditionsOf(listed);
  if (own?.every((one) => one.parameter === name && !one.in.some((value) => among.includes(value)))) {
    const message = `\`${parameter}\` means nothing where ${name} is ${among.join(' or ')}`;
    return found.fault(
      'bad_when',
      message,
      '`when` narrows where a parameter is swept, and never widens it.',
    );
  }
  return { parameter: name, in: among };
}
