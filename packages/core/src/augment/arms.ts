import type { Parameter } from '../parameter/parameter.ts';
import type { Arm } from './arm.ts';
import { classWeight } from './class-weight.ts';
import { mixup } from './mixup.ts';
import { none } from './none.ts';
import { oversample } from './oversample.ts';
import { placebo } from './placebo.ts';
import { placeboColumns } from './placebo-columns.ts';
import { priorShift } from './prior-shift.ts';
import { smote } from './smote.ts';
import { smotenc } from './smotenc.ts';
import { transform } from './transform/transform.ts';
import { undersample } from './undersample.ts';
import { vaeBoundary } from './vae-boundary.ts';
import { vaeConditional } from './vae-conditional.ts';
import { vaeMinority } from './vae-minority.ts';
import { vaeMixing } from './vae-mixing.ts';

/** Those that there were first, plain ones first: in what hangs on the order of arms, later ones stand behind them. */
const FIRST_ARMS = [
  none,
  classWeight,
  priorShift,
  oversample,
  smote,
  placebo,
  vaeMixing,
  vaeBoundary,
] as const satisfies readonly Arm[];

const LATER_ARMS = [
  undersample,
  smotenc,
  placeboColumns,
  vaeConditional,
  vaeMinority,
  transform,
  mixup,
] as const satisfies readonly Arm[];

/** The ways to augment a training set. */
export const ARMS = [...FIRST_ARMS, ...LATER_ARMS] as const;

/** What arms use; an older arm's parameters keep their places whatever comes later. */
export const USED_BY_ARMS: readonly Parameter[] = [
  ...new Set([...FIRST_ARMS.toReversed(), ...LATER_ARMS].flatMap(({ uses }): readonly Parameter[] => uses)),
];

export type ArmName = (typeof ARMS)[number]['name'];

export const ARM_NAMES: readonly ArmName[] = ARMS.map(({ name }) => name);

/** The arm of a sweep file that names none. */
export const DEFAULT_ARM: ArmName = vaeMixing.name;

/** The arm that all others are compared with. */
export const BASELINE_ARM: ArmName = oversample.name;

/** The arms that make rows which could stand in the table, as the placebo's constant one could not. */
export const MAKING_ARMS: readonly string[] = ARMS.filter(
  (arm: Arm) => arm.kind === 'generating' || arm.makes === true,
).map(({ name }) => name);

/** Those that data without a shape cannot have. */
export const IMAGE_ARMS: readonly string[] = ARMS.filter(
  (arm: Arm) => arm.kind === 'fixed' && arm.images === true,
).map(({ name }) => name);

/** By name. A record takes any config here, and is to be given those of its own arm only. */
export const armNamed: ReadonlyMap<string, Arm> = new Map(ARMS.map((arm) => [arm.name, arm]));
