import { canonicalJson } from '@latentsweep/core';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { draws } from '../search/method.ts';

/**
 * A definition by the rules that an earlier sweep of its name was made with, so that its file, run again or extended,
 * finds the configs that are there. `kept` names the parameters that are drawn by a rule of an older version;
 * `withoutBaselines`: that version knew none.
 */
export function asMade(
  definition: SweepDefinition,
  earlier: SweepDefinition,
): {
  readonly definition: SweepDefinition;
  readonly kept: readonly string[];
  readonly withoutBaselines: boolean;
} {
  const kept: string[] = [];
  const parameters = definition.parameters.map((parameter): SweptParameter => {
    const old = earlier.parameters.find(({ name }) => name === parameter.name);
    if (!old || !differsInRule(parameter, old)) return parameter;
    kept.push(parameter.name);
    return old;
  });
  const withoutBaselines =
    definition.baselines === true && draws(earlier.method) && earlier.baselines === undefined;
  // Absent, as it was there: what this sweep hands on to the next of its name is the old rule again.
  const { baselines: _, ...bare } = definition;
  const made = withoutBaselines ? bare : definition;
  return { definition: kept.length === 0 ? made : { ...made, parameters }, kept, withoutBaselines };
}

/** The same bounds and the same q, but multiples outside were pulled to the bounds. */
function differsInRule(
  { distribution: now }: SweptParameter,
  { distribution: old }: SweptParameter,
): boolean {
  if (!('inside' in now) || 'inside' in old) return false;
  const { inside: _, ...rest } = now;
  return canonicalJson(rest) === canonicalJson(old);
}

/** Whether an older version would have drawn any parameter by another rule, or tried other configs beside the drawn ones. */
export function hasNewRules({ parameters, baselines }: SweepDefinition): boolean {
  return baselines === true || parameters.some(({ distribution }) => 'inside' in distribution);
}
