import {
  BASELINE,
  type ConfigSpace,
  canonicalConfig,
  type Parameter,
  parametersBeside,
  type Values,
} from '@latentsweep/core';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { configSpaceOf } from './config-space.ts';
import { isSwept } from './narrow.ts';
import { drawnSupport } from './support.ts';

/** Tells configs that are proposed from one another. */
interface Teller {
  /** Whether any may well be drawn twice. */
  readonly someRepeat: boolean;
  /** Equal for equal configs; null for one that hardly ever comes again. */
  keyOf(config: Values): string | null;
}

export function tellerOf(definition: SweepDefinition): Teller {
  const space = configSpaceOf(definition);
  const continuous = continuousOf(definition, space);
  const names = namesThatTell(definition);
  return {
    someRepeat: continuous.every(
      ({ parameter, swept }) => parameter.when !== undefined || swept.when !== undefined,
    ),
    keyOf: (config) =>
      continuous.some(({ parameter, swept }) => space.applies(parameter, config) && isSwept(swept, config))
        ? null
        : JSON.stringify(names.map((name) => config[name])),
  };
}

/** What tells any two configs apart that are proposed. Baselines may differ in defaults that come from their draws. */
function namesThatTell({ parameters, baselines }: SweepDefinition): string[] {
  const shared = baselines ? parametersBeside(canonicalConfig(BASELINE)) : [];
  return [...new Set([...parameters, ...shared].map(({ name }) => name))];
}

interface Continuous {
  readonly parameter: Parameter;
  readonly swept: SweptParameter;
}

/** The swept parameters of which a draw hardly ever comes again. */
function continuousOf({ parameters }: SweepDefinition, space: ConfigSpace): Continuous[] {
  return parameters
    .map((swept) => ({ swept, parameter: space.named(swept.name)! }))
    .filter(({ swept, parameter }) => drawnSupport(swept.distribution, parameter) === null);
}
