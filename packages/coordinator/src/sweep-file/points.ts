import type { Parameter, ParameterValue, Values } from '@latentsweep/core';
import { anyOf, didYouMean, type Found, readValue, show, shown } from '@latentsweep/plain-file';
import type { Distribution, SweptParameter } from '../port.ts';
import { lawOf } from '../search/law.ts';
import { isGrid } from '../search/method.ts';
import { isNumeric } from '../search/range.ts';
import { drawnSupport } from '../search/support.ts';
import { BUILT_IN, type Catalogue } from './catalogue.ts';
import { expectItems } from './values.ts';

/** `points` of the file: values of parameters that are drawn, each among those that can be. Undefined: there are none. */
export function readPoints(
  found: Found | undefined,
  parameters: readonly SweptParameter[],
  method: string | undefined,
  catalogue: Catalogue = BUILT_IN,
): readonly Values[] | undefined {
  if (found === undefined) return undefined;
  if (isGrid(method)) {
    const message = '`points` mean nothing in a grid, which tries all of its configs';
    return found.fault('unused_key', message, 'Remove them, or use another method.', found.keyAt);
  }
  return readAssignments(found, parameters, catalogue);
}

/** A list of values of parameters, each among those that the file draws. */
export function readAssignments(
  found: Found,
  parameters: readonly SweptParameter[],
  catalogue: Catalogue = BUILT_IN,
): readonly Values[] | undefined {
  const swept = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return expectItems(found)?.map((item) => readPoint(item, { swept, catalogue }));
}

interface Space {
  readonly swept: ReadonlyMap<string, SweptParameter>;
  readonly catalogue: Catalogue;
}

function readPoint(item: Found, space: Space): Values {
  const map = item.asMap('Write a mapping such as `{ latent_size: 2, dropout: 0 }`.');
  const point: Record<string, ParameterValue> = {};
  for (const [key, value] of map?.entries() ?? []) readInto(point, key, value, space);
  if (map && map.entries().length === 0) map.fault('missing_key', 'names no parameter', 'Name one.');
  else checkLinked(item, point, space);
  return point;
}

/** The value of a parameter, or those of a group by what follows the dot. */
function readInto(point: Record<string, ParameterValue>, name: string, found: Found, space: Space): void {
  const { swept, catalogue } = space;
  const isGroup = catalogue.members(name, found) !== undefined || found.tree.kind === 'map';
  const own = swept.get(name);
  if (isGroup && !own) {
    const map = found.asMap('Write the parameters of the group as a mapping, such as `{ kl: 1 }`.');
    for (const [inner, one] of map?.entries() ?? []) readInto(point, `${name}.${inner}`, one, space);
    return;
  }
  if (!own) {
    const hint = `${didYouMean(name, swept.keys())}The file has ${[...swept.keys()].join(', ')}.`;
    const message = `${shown(name)} is not among the parameters of the file`;
    found.fault('unknown_parameter', message, hint, found.keyAt);
    return;
  }
  const parameter = catalogue.parameter(name, own.distribution.kind);
  const value = readValue(parameter, found);
  if (value === undefined) return;
  point[name] = value;
  if (own.linked === undefined && !isDrawn(value, own.distribution, parameter)) {
    const message = `\`${name}\` is ${drawnText(own.distribution)} here, got ${show(found.tree)}`;
    found.fault('outside_the_space', message, 'Choose a value that is drawn, or widen what is.');
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function isDrawn(value: ParameterValue, distribution: Distribution, parameter: Parameter): boolean {
  if (distribution.kind === 'constant') return same(distribution.value, value);
  if (distribution.kind === 'categorical') {
    const { values, probabilities } = distribution;
    return values.some((one, i) => same(one, value) && probabilities?.[i] !== 0);
  }
  if (typeof value !== 'number' || !isNumeric(parameter)) return false;
  if ('min' in distribution && (value < distribution.min || value > distribution.max)) return false;
  if (drawnSupport(distribution, parameter) === null) return true;
  const { at, below } = lawOf(distribution, parameter);
  return at(Math.min(1 - LEAST, Math.max(LEAST, below(value)))) === value;
}

const LEAST = 2 ** -33;

function drawnText(distribution: Distribution): string {
  if (distribution.kind === 'constant') return `always ${JSON.stringify(distribution.value)}`;
  if (distribution.kind === 'categorical') {
    const { values, probabilities } = distribution;
    const drawn = values.filter((_, i) => probabilities?.[i] !== 0);
    return anyOf([...new Set(drawn.map((value) => JSON.stringify(value)))]);
  }
  const q = 'q' in distribution ? ` in multiples of ${distribution.q}` : '';
  if ('min' in distribution) return `between ${distribution.min} and ${distribution.max}${q}`;
  return `drawn by ${distribution.kind}${q}`;
}

/** Values that go together stand in a point together, or not at all. */
function checkLinked(item: Found, point: Values, { swept }: Space): void {
  const linked = [...swept.values()].filter((one) => one.linked !== undefined);
  for (const [group, members] of Map.groupBy(linked, (one) => one.linked!)) {
    if (!members.some(({ name }) => Object.hasOwn(point, name))) continue;
    const lists = members.map(({ name, distribution }) => ({
      name,
      values: distribution.kind === 'categorical' ? distribution.values : [],
    }));
    const matches = lists[0]!.values.some((_, i) =>
      lists.every(({ name, values }) => same(values[i], point[name])),
    );
    if (matches) continue;
    const message = `the values of \`${group}\` go together, and these are none of its mappings`;
    item.fault('outside_the_space', message, `Give \`${group}\` one of the mappings that it has above.`);
  }
}
