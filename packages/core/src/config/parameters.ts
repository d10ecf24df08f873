import type { Arm } from '../augment/arm.ts';
import { ARM_NAMES, ARMS, DEFAULT_ARM, USED_BY_ARMS } from '../augment/arms.ts';
import { BY_NETWORK, BY_STEPS, CLASSIFIER, LINEAR, TREES } from '../parameter/classifier.ts';
import { COMMON } from '../parameter/common.ts';
import type { Condition, Parameter, Values } from '../parameter/parameter.ts';
import { applies } from '../parameter/tree.ts';

const ARM: Parameter = {
  name: 'arm',
  type: 'choice',
  choices: ARM_NAMES,
  default: DEFAULT_ARM,
  description: 'How the training set is augmented.',
};

const inArms = (arms: readonly Arm[]): Condition => ({
  parameter: ARM.name,
  in: arms.map(({ name }) => name),
});

/** A parameter with the defaults that arms have of their own. */
function withPresets(parameter: Parameter): Parameter {
  const presets = ARMS.flatMap((arm: Arm) => {
    const value = arm.defaults?.[parameter.name];
    return value === undefined ? [] : [{ when: inArms([arm]), value }];
  });
  return presets.length === 0 ? parameter : { ...parameter, presets };
}

/** Where the arm has a VAE or the classifier is a network. */
const BY_STEP = { anyOf: [inArms(ARMS.filter(({ kind }: Arm) => kind === 'generating')), BY_NETWORK] };

const ofSteps: ReadonlySet<string> = new Set(BY_STEPS);

const common = (parameter: Parameter): Parameter =>
  withPresets(ofSteps.has(parameter.name) ? { ...parameter, when: BY_STEP } : parameter);

const users = (parameter: Parameter) =>
  ARMS.filter(({ uses }: Arm) => uses.some((one) => one.name === parameter.name));

/**
 * Every parameter of a trial: its type, range, default and the condition under which it means anything. The sweep file,
 * its JSON Schema, hashing, SQL columns and `docs/parameters.md` are all made from this table. A grid's order, and so its
 * cursor, hangs on the order here.
 */
export const PARAMETERS: readonly Parameter[] = [
  ARM,
  CLASSIFIER,
  ...COMMON.map(common),
  ...USED_BY_ARMS.map((parameter) => ({ when: inArms(users(parameter)), ...withPresets(parameter) })),
  ...LINEAR,
  ...TREES,
];

export const parameterNamed: ReadonlyMap<string, Parameter> = new Map(PARAMETERS.map((p) => [p.name, p]));

/** Parameters that came later, each with the value by which trials behaved before. */
export const ABSENT: Values = Object.fromEntries(
  PARAMETERS.flatMap(({ name, absentMeans }) => (absentMeans === undefined ? [] : [[name, absentMeans]])),
);

/** The parameters that mean something beside `values`, in the table's order. */
export function parametersBeside(values: Values): readonly Parameter[] {
  return PARAMETERS.filter((parameter) => applies(parameter, values));
}
