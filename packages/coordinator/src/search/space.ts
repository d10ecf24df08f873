import {
  type Arm,
  BASELINE_ARM,
  type Config,
  canonicalConfig,
  defaultOf,
  type Parameter,
  type ParameterValue,
  parameterNamed,
  parametersOf,
} from '@latentsweep/core';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { isGrid } from './method.ts';
import { distinct, drawnSupport, gridSupport, listed, type Support } from './support.ts';

/**
 * The distinct configs of a sweep, by index. An arm multiplies only the parameters that it uses, and each value once,
 * so that no two indices are the same config and the count is a sum of products. The unit is the training run: all
 * parameters but `epochs`.
 */
export interface Space {
  readonly runs: number;
  /** Values of `epochs`, the same for every run. */
  readonly milestones: Support;
  readonly arms: readonly ArmSpace[];
}

export interface ArmSpace {
  readonly arm: Arm;
  /** What its configs have in common beside the arm, where that is not the arm's default. */
  readonly fixed: Readonly<Record<string, ParameterValue>>;
  readonly axes: readonly Axis[];
  readonly runs: number;
}

/** One parameter, or a group of parameters whose values go together. */
interface Axis {
  readonly count: number;
  at(index: number): Readonly<Record<string, ParameterValue>>;
}

/** Null where the sweep has a parameter that cannot be enumerated by its method. */
export function spaceOf(definition: SweepDefinition): Space | null {
  const { arms, milestones } = armsAndMilestones(definition);
  if (arms === null || milestones === null) return null;
  const spaces: ArmSpace[] = [];
  for (const { arm, fixed } of [
    ...arms.map((arm) => ({ arm, fixed: {} })),
    ...baselinesOf(definition, arms),
  ]) {
    const axes = axesOf(definition, arm);
    if (axes === null) return null;
    spaces.push({ arm, fixed, axes, runs: axes.reduce((product, axis) => product * axis.count, 1) });
  }
  return { runs: spaces.reduce((sum, { runs }) => sum + runs, 0), milestones, arms: spaces };
}

export const armOfRun = (space: Space, run: number): Arm => locate(space, run).arm;

/** Configs of one run, by rising `epochs`. */
export function configsOfRun(space: Space, run: number): Config[] {
  const { arm, fixed, axes, at } = locate(space, run);
  const given: Record<string, ParameterValue> = { arm, ...fixed };
  let rest = at;
  for (const axis of axes) {
    Object.assign(given, axis.at(rest % axis.count));
    rest = Math.floor(rest / axis.count);
  }
  return Array.from({ length: space.milestones.count }, (_, i) => space.milestones.at(i) as number)
    .sort((a, b) => a - b)
    .map((epochs) => canonicalConfig({ ...given, epochs }));
}

/**
 * The baselines of the arms that the space lacks without them: one kind for each set of defaults that arms give to
 * the parameters which they share with the baseline.
 */
function baselinesOf(definition: SweepDefinition, arms: readonly Arm[]): Pick<ArmSpace, 'arm' | 'fixed'>[] {
  if (!definition.baselines) return [];
  const swept = new Set(['arm', 'epochs', ...definition.parameters.map(({ name }) => name)]);
  const shared = parametersOf(BASELINE_ARM).filter(({ name }) => !swept.has(name));
  const fixedBy = (arm: Arm) => Object.fromEntries(shared.map((p) => [p.name, defaultOf(p, arm)]));
  const known = arms.includes(BASELINE_ARM) ? JSON.stringify(fixedBy(BASELINE_ARM)) : null;
  return distinct(arms.map(fixedBy))
    .filter((fixed) => JSON.stringify(fixed) !== known)
    .map((fixed) => ({ arm: BASELINE_ARM, fixed }));
}

/** The most configs of the baseline's arm that the sweep can have; Infinity where they cannot be counted. */
export function mostBaselines(definition: SweepDefinition): number {
  const { arms, milestones } = armsAndMilestones(definition);
  const axes = axesOf(definition, BASELINE_ARM);
  if (arms === null || milestones === null || axes === null) return Number.POSITIVE_INFINITY;
  const kinds = baselinesOf(definition, arms).length + (arms.includes(BASELINE_ARM) ? 1 : 0);
  return axes.reduce((product, axis) => product * axis.count, kinds * milestones.count);
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

type Group = readonly [SweptParameter, ...SweptParameter[]];

/** Over groups of parameters whose values go together; most are one parameter. */
function product(parameters: readonly SweptParameter[], countOf: (group: Group) => number): number {
  const groups = Map.groupBy(parameters, ({ linked, name }) => (linked === undefined ? name : `${linked}.*`));
  return [...groups.values()].reduce((points, group) => points * countOf(group as unknown as Group), 1);
}

function armsAndMilestones(definition: SweepDefinition): { arms: Arm[] | null; milestones: Support | null } {
  const swept = (name: string) => definition.parameters.find((p) => p.name === name);
  const arm = swept('arm');
  const arms = arm && supportOf(definition, arm);
  const epochs = swept('epochs');
  return {
    arms:
      arm === undefined
        ? [defaultArm]
        : (arms ?? null) && Array.from({ length: arms!.count }, (_, i) => arms!.at(i) as Arm),
    milestones: epochs === undefined ? listed([defaultEpochs]) : supportOf(definition, epochs),
  };
}

const { arm: defaultArm, epochs: defaultEpochs } = canonicalConfig({}) as Config & {
  readonly arm: Arm;
  readonly epochs: number;
};

function supportOf(definition: SweepDefinition, { name, distribution }: SweptParameter): Support | null {
  return isGrid(definition.method)
    ? gridSupport(distribution)
    : drawnSupport(distribution, parameterNamed.get(name)!);
}

/**
 * The axes of an arm in the order of the parameter table, so that the order of a file decides nothing. Null where one
 * of them cannot be enumerated.
 */
function axesOf(definition: SweepDefinition, arm: Arm): Axis[] | null {
  const swept = new Map(definition.parameters.map((p) => [p.name, p]));
  const used = parametersOf(arm).flatMap((p: Parameter) => swept.get(p.name) ?? []);
  const axes: Axis[] = [];
  const groups = new Set<string>();
  for (const parameter of used) {
    const { name, linked } = parameter;
    if (name === 'arm' || name === 'epochs') continue;
    if (linked === undefined) {
      const support = supportOf(definition, parameter);
      if (support === null) return null;
      axes.push({ count: support.count, at: (i) => ({ [name]: support.at(i) }) });
    } else if (!groups.has(linked)) {
      groups.add(linked);
      axes.push(linkedAxis(used.filter((p) => p.linked === linked)));
    }
  }
  return axes;
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

function locate(space: Space, run: number): ArmSpace & { readonly at: number } {
  let at = run;
  for (const arm of space.arms) {
    if (at < arm.runs) return { ...arm, at };
    at -= arm.runs;
  }
  throw new RangeError(`run ${run} of ${space.runs}`);
}
