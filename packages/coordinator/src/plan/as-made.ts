import type { SweepDefinition, SweptParameter } from '../port.ts';
import { canonicalJson } from './definition-hash.ts';

/**
 * A definition by the rules that an earlier sweep of its name was made with, so that its file, run again or extended,
 * finds the configs that are there. `kept` names the parameters that are drawn by a rule of an older version.
 */
export function asMade(
  definition: SweepDefinition,
  earlier: SweepDefinition,
): { readonly definition: SweepDefinition; readonly kept: readonly string[] } {
  const kept: string[] = [];
  const parameters = definition.parameters.map((parameter): SweptParameter => {
    const old = earlier.parameters.find(({ name }) => name === parameter.name);
    if (!old || !differsInRule(parameter, old)) return parameter;
    kept.push(parameter.name);
    return old;
  });
  return { definition: kept.length === 0 ? definition : { ...definition, parameters }, kept };
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

/** Whether an older version would have drawn any parameter by another rule. */
export function hasNewRules({ parameters }: SweepDefinition): boolean {
  return parameters.some(({ distribution }) => 'inside' in distribution);
}
