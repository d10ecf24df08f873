import {
  type AnyConfig,
  BASELINE,
  type ConfigSpace,
  complete,
  conditionsOf,
  defaultOf,
  meantBeside,
  type Parameter,
  type ParameterValue,
  type Values,
} from '@latentsweep/core';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { isGrid } from './method.ts';
import { isSwept, namedInWhen } from './narrow.ts';
import { distinct, drawnSupport, gridSupport, listed, type Support } from './support.ts';

/**
 * The distinct configs of a sweep, by index, as a tree: a value of a parameter that decides over others multiplies only
 * those that mean something beside it, and each value once, so that no two indices are the same config and the count is
 * a sum of products. The unit is the run: all parameters but the one that it goes through, `epochs` where there is one.
 */
export interface Space {
  readonly configs: ConfigSpace;
  readonly runs: number;
  readonly branches: readonly Branch[];
}

/** The runs in which all parameters that decide over others have the same values. */
export interface Branch {
  /** Those values, and others that its configs have in common and not by default. */
  readonly fixed: Values;
  readonly axes: readonly Axis[];
  readonly runs: number;
  /** Values that each of its runs goes through. */
  readonly milestones: Support;
}

/** One parameter, or a group of parameters whose values go together. */
interface Axis {
  readonly count: number;
  at(index: number): Values;
}

/** Of runs in which nothing is trained by steps, or that are one config. */
const ONE = listed([1]);

/** Null where the sweep has a parameter that cannot be enumerated by its method. `wanted`: of which branches. */
export function spaceOf(
  definition: SweepDefinition,
  wanted: (fixed: Values) => boolean = () => true,
): Space | null {
  const configs = configSpaceOf(definition);
  const milestones = milestonesOf(definition, configs);
  const decided = decisionsOf(definition);
  if (milestones === null || decided === null) return null;
  // A baseline keeps what its config has beside another arm, where a `when` may rule it out: no branch holds that.
  if (definition.baselines && namedInWhen(definition).size > 0) return null;
  const branches: Branch[] = [];
  for (const decisions of [...decided, ...baselinesOf(definition, decided)].filter(wanted)) {
    const { swept, fixed } = sweptBeside(definition, decisions);
    const axes = axesOf(definition, fixed, swept);
    if (axes === null) return null;
    const runs = axes.reduce((product, axis) => product * axis.count, 1);
    branches.push({ fixed, axes, runs, milestones: milestonesBeside(fixed, swept) });
  }
  return { configs, runs: branches.reduce((sum, { runs }) => sum + runs, 0), branches };

  function milestonesBeside(fixed: Values, swept: ReadonlyMap<string, SweptParameter>): Support {
    const along = configs.milestones === null ? undefined : configs.named(configs.milestones);
    if (!along || !configs.applies(along, fixed)) return ONE;
    return swept.has(along.name)
      ? milestones!
      : listed([fixed[along.name] ?? configs.canonical({})[along.name]!]);
  }
}

export const configsIn = ({ branches }: Space): number =>
  branches.reduce((sum, { runs, milestones }) => sum + runs * milestones.count, 0);

/** How many configs each run has; null where runs differ in it. */
export function configsOfEachRun({ branches }: Space): number | null {
  const counts = new Set(branches.map(({ milestones }) => milestones.count));
  return counts.size > 1 ? null : (branches[0]?.milestones.count ?? 1);
}

/** What all configs of the run's branch have. */
export const fixedInRun = (space: Space, run: number): Values => locate(space, run).fixed;

/** Configs of one run, rising along its milestones. */
export function configsOfRun(space: Space, run: number): AnyConfig[] {
  const { configs } = space;
  const { fixed, axes, milestones, at } = locate(space, run);
  const given: Record<string, ParameterValue> = { ...fixed };
  let rest = at;
  for (const axis of axes) {
    Object.assign(given, axis.at(rest % axis.count));
    rest = Math.floor(rest / axis.count);
  }
  const along = configs.milestones;
  if (along === null) return [configs.canonical(given)];
  return Array.from({ length: milestones.count }, (_, i) => milestones.at(i) as number)
    .sort((a, b) => a - b)
    .map((length) => configs.canonical({ ...given, [along]: length }));
}

/** The most baselines that the sweep can have; Infinity where they cannot be counted. */
export function mostBaselines(definition: SweepDefinition): number {
  const space = spaceOf(definition, configSpaceOf(definition).isBaseline);
  return space === null ? Number.POSITIVE_INFINITY : configsIn(space);
}

/** Those of the space, and those that a `when` of the file names, each behind what decides over it. */
function decidersIn(definition: SweepDefinition): readonly Parameter[] {
  const { deciders, parameters } = configSpaceOf(definition);
  const named = namedInWhen(definition);
  if (named.size === 0) return deciders;
  const ordered: Parameter[] = [];
  let left = parameters.filter((one) => deciders.includes(one) || named.has(one.name));
  while (left.length > 0) {
    const waits = (one: Parameter) => {
      const { when = [] } = definition.parameters.find(({ name }) => name === one.name) ?? {};
      return [...(conditionsOf(one) ?? []), ...when].some(({ parameter }) =>
        left.some(({ name }) => name === parameter),
      );
    };
    const next = left.find((one) => !waits(one))!;
    ordered.push(next);
    left = left.filter((one) => one !== next);
  }
  return ordered;
}

/** The parameters that are swept beside these decisions, and the decisions with what the others have instead. */
function sweptBeside(
  { parameters }: SweepDefinition,
  decisions: Values,
): { readonly swept: ReadonlyMap<string, SweptParameter>; readonly fixed: Values } {
  const fixed: Record<string, ParameterValue> = { ...decisions };
  const swept = parameters.filter((one) => {
    const is = isSwept(one, decisions);
    if (!is && one.otherwise !== undefined) fixed[one.name] ??= one.otherwise;
    return is;
  });
  return { swept: new Map(swept.map((one) => [one.name, one])), fixed };
}

/** What the parameters that decide over others can be together. Null where that cannot be enumerated. */
function decisionsOf(definition: SweepDefinition): Values[] | null {
  const configs = configSpaceOf(definition);
  let decided: Values[] = [{}];
  for (const decider of decidersIn(definition)) {
    const swept = definition.parameters.find(({ name }) => name === decider.name);
    const support = swept ? supportOf(definition, swept) : null;
    if (swept && support === null) return null;
    decided = decided.flatMap((values) => {
      if (!configs.applies(decider, values)) return [values];
      const own =
        support && isSwept(swept!, values)
          ? Array.from({ length: support.count }, (_, i) => support.at(i))
          : [swept?.otherwise ?? defaultOf(decider, values)];
      return own.map((value) => ({ ...values, [decider.name]: value }));
    });
  }
  return decided;
}

/**
 * What baselines have in common that the space lacks without them: one kind for each set of defaults that decisions
 * bring to the parameters which they share with the baseline.
 */
function baselinesOf(definition: SweepDefinition, decided: readonly Values[]): Values[] {
  if (!definition.baselines) return [];
  const configs = configSpaceOf(definition);
  const { deciders } = configs;
  const named = new Set(['epochs', ...[...deciders, ...definition.parameters].map(({ name }) => name)]);
  const comparedWith = (values: Values): Values => {
    const baseline = complete(deciders, { ...values, ...BASELINE });
    const shared = meantBeside(configs, baseline).filter(({ name }) => !named.has(name));
    return { ...baseline, ...Object.fromEntries(shared.map((p) => [p.name, defaultOf(p, values)])) };
  };
  const known = decided.filter(configs.isBaseline).map((values) => JSON.stringify(comparedWith(values)));
  return distinct(decided.map(comparedWith)).filter((fixed) => !known.includes(JSON.stringify(fixed)));
}

/** Points of the plain product over everything the file lists, duplicates included. */
export function plainProduct({ parameters }: SweepDefinition): number {
  return product(parameters, ([{ distribution }]) =>
    distribution.kind === 'categorical'
      ? distribution.values.length
      : (gridSupport(distribution)?.count ?? 1),
  );
}

/** Points of the product over the distinct values: a value that is written twice counts once. */
export function distinctProduct({ parameters }: SweepDefinition): number {
  return product(parameters, (group) =>
    group[0].linked === undefined
      ? (gridSupport(group[0].distribution)?.count ?? 1)
      : linkedAxis(group).count,
  );
}

export type Group = readonly [SweptParameter, ...SweptParameter[]];

/** Parameters whose values go together; most stand alone. */
export function groupsOf(parameters: readonly SweptParameter[]): Group[] {
  const groups = Map.groupBy(parameters, ({ linked, name }) => (linked === undefined ? name : `${linked}.*`));
  return [...groups.values()] as unknown as Group[];
}

function product(parameters: readonly SweptParameter[], countOf: (group: Group) => number): number {
  return groupsOf(parameters).reduce((points, group) => points * countOf(group), 1);
}

/** Null where they cannot be enumerated. */
function milestonesOf(definition: SweepDefinition, { milestones }: ConfigSpace): Support | null {
  const swept = definition.parameters.find(({ name }) => name === milestones);
  return swept ? supportOf(definition, swept) : ONE;
}

function supportOf(definition: SweepDefinition, { name, distribution }: SweptParameter): Support | null {
  return isGrid(definition.method)
    ? gridSupport(distribution)
    : drawnSupport(distribution, configSpaceOf(definition).named(name)!);
}

/**
 * The axes of a branch in the order of the space: of the table, so that the order of a file decides nothing there. Null where
 * one of them cannot be enumerated.
 */
function axesOf(
  definition: SweepDefinition,
  fixed: Values,
  swept: ReadonlyMap<string, SweptParameter>,
): Axis[] | null {
  const configs = configSpaceOf(definition);
  const free = meantBeside(configs, fixed)
    .flatMap(({ name }) => swept.get(name) ?? [])
    .filter(({ name }) => name !== configs.milestones && !Object.hasOwn(fixed, name));
  const axes = groupsOf(free).map((group) =>
    group[0].linked === undefined ? ownAxis(definition, group[0]) : linkedAxis(group),
  );
  return axes.every((axis) => axis !== null) ? axes : null;
}

function ownAxis(definition: SweepDefinition, swept: SweptParameter): Axis | null {
  const support = supportOf(definition, swept);
  return support && { count: support.count, at: (i) => ({ [swept.name]: support.at(i) }) };
}

function linkedAxis(members: readonly SweptParameter[]): Axis {
  const columns = members.map(({ name, distribution }) => {
    if (distribution.kind !== 'categorical') throw new Error(`${name} is linked but not categorical`);
    return { name, ...distribution };
  });
  const rows = distinct(
    columns[0]!.values.flatMap((_, i) =>
      columns[0]!.probabilities?.[i] === 0
        ? []
        : [Object.fromEntries(columns.map(({ name, values }) => [name, values[i]!]))],
    ),
  );
  return { count: rows.length, at: (i) => rows[i]! };
}

function locate(space: Space, run: number): Branch & { readonly at: number } {
  let at = run;
  for (const branch of space.branches) {
    if (at < branch.runs) return { ...branch, at };
    at -= branch.runs;
  }
  throw new RangeError(`run ${run} of ${space.runs}`);
}
