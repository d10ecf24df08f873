import type { Arm } from '../trial/parameters.ts';
import type { ArmContext, ArmPlan } from './arm.ts';
import { vaeBoundary } from './boundary.ts';
import { placebo, vaeMixing } from './mixing.ts';
import { classWeight, none, oversampling, priorShift } from './plain.ts';
import { smoteArm } from './smote-arm.ts';

const ARM_PLANS: Readonly<Record<Arm, (context: ArmContext) => ArmPlan>> = {
  none,
  class_weight: classWeight,
  prior_shift: priorShift,
  oversample: oversampling,
  smote: smoteArm,
  placebo,
  vae_mixing: vaeMixing,
  vae_boundary: vaeBoundary,
};

/** How `context.config.arm` builds the classifier's training sets. */
export function armPlan(context: ArmContext): ArmPlan {
  return ARM_PLANS[context.config.arm](context);
}
