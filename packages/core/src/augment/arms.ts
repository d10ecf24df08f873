import type { Arm } from './arm.ts';
import { classWeight } from './class-weight.ts';
import { none } from './none.ts';
import { oversample } from './oversample.ts';
import { placebo } from './placebo.ts';
import { priorShift } from './prior-shift.ts';
import { smote } from './smote.ts';
import { vaeBoundary } from './vae-boundary.ts';
import { vaeMixing } from './vae-mixing.ts';

/** The ways to augment a training set, plain ones first. */
export const ARMS = [
  none,
  classWeight,
  priorShift,
  oversample,
  smote,
  placebo,
  vaeMixing,
  vaeBoundary,
] as const satisfies readonly Arm[];

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

/** By name. A record takes any config here, and is to be given those of its own arm only. */
export const armNamed: ReadonlyMap<string, Arm> = new Map(ARMS.map((arm) => [arm.name, arm]));
