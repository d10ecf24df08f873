import type { ArmSettings } from '../augment/arm.ts';
import { type ARMS, armNamed, BASELINE_ARM } from '../augment/arms.ts';
import { LatentsweepError } from '../error.ts';
import type { BY_STEPS, ClassifierName, LINEAR, TREES } from '../parameter/classifier.ts';
import type { COMMON } from '../parameter/common.ts';
import type { Parameter, ParameterValue, Settings, Values } from '../parameter/parameter.ts';
import { complete } from '../parameter/tree.ts';
import { ABSENT, PARAMETERS, parameterNamed } from './parameters.ts';

declare const canonical: unique symbol;

/** One assignment of all parameters that mean something, of some space: flat, by name. Only spaces make one. */
export type AnyConfig = Values & { readonly [canonical]: true };

type KnownArm = (typeof ARMS)[number];
type Common = Settings<(typeof COMMON)[number]>;

/** Of what is trained by steps. */
export type StepSettings = Pick<Common, (typeof BY_STEPS)[number]>;

/** Of a network that classifies. */
export type NetworkSettings = StepSettings &
  Pick<Common, 'classifier_epochs' | 'classifier_hidden_sizes' | 'classifier_layers'>;

type OfClassifier<Name extends ClassifierName, Own> = { readonly classifier: Name } & Own;
type Classified =
  | OfClassifier<'ffn', NetworkSettings>
  | OfClassifier<'logistic' | 'linear_svm', Settings<(typeof LINEAR)[number]>>
  | OfClassifier<'boosted_trees', Settings<(typeof TREES)[number]>>;

type ConfigOf<Known extends KnownArm> = ArmSettings<Known['uses'][number]> &
  Classified &
  (Known['kind'] extends 'generating' ? StepSettings : unknown) & {
    readonly arm: Known['name'];
    readonly [canonical]: true;
  };

/**
 * One assignment of all parameters that mean something beside its arm and its classifier, and of no other: flat, by dotted name. Only
 * `canonicalConfig` and `readConfig` make one.
 */
export type Config = { [Known in KnownArm as Known['name']]: ConfigOf<Known> }[KnownArm['name']];

type GeneratingArms = Extract<KnownArm, { readonly kind: 'generating' }>['name'];

/** Whether its arm has a VAE. */
export function generates(config: Config): config is Extract<Config, { readonly arm: GeneratingArms }> {
  return armNamed.get(config.arm)!.kind === 'generating';
}

/** Whether its classifier is a network, trained by steps; else it is fitted to its end at each milestone. */
export function stepwise(config: Config): config is Extract<Config, { readonly classifier: 'ffn' }> {
  return config.classifier === 'ffn';
}

/** Whether anything of it is trained by steps. */
export function hasSteps(config: Config): config is Config & StepSettings {
  return generates(config) || stepwise(config);
}

/** Fills in defaults and drops what means nothing beside its arm and its classifier, so that equal trials have equal configs. */
export function canonicalConfig(given: Values): Config {
  return complete(PARAMETERS, given) as unknown as Config;
}

/**
 * A config that was stored or sent, maybe by another version. Throws LatentsweepError `foreign_config` where that had
 * other parameters: left out or filled in, they would make it another config.
 */
export function readConfig(stored: Values): Config {
  const given = { ...ABSENT, ...stored };
  const config = canonicalConfig(given);
  for (const [name, value] of Object.entries(stored)) {
    if (!Object.hasOwn(config, name) || !isOf(parameterNamed.get(name)!, value))
      throw foreignConfig(name, value);
  }
  for (const name of Object.keys(config)) if (!Object.hasOwn(given, name)) throw foreignConfig(name, null);
  return config;
}

export function foreignConfig(name: string, value: ParameterValue | null): LatentsweepError {
  return new LatentsweepError(
    'foreign_config',
    `A config has ${name} = ${JSON.stringify(value)}, which no config of this version has.`,
    'Run the same version of latentsweep everywhere.',
  );
}

/** Of the type of the default, and among the choices. Ranges are the sweep file's: a value outside was inside once. */
function isOf(parameter: Parameter, value: ParameterValue): boolean {
  const { default: usual } = parameter;
  if (parameter.type === 'choice') return parameter.choices.some((choice) => choice === value);
  if (parameter.type === 'texts') {
    return Array.isArray(value) && value.every((text) => parameter.form.read(String(text)) === text);
  }
  return typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual);
}

/** What makes a config a baseline. */
export const BASELINE: Values = { arm: BASELINE_ARM };

export function isBaseline(values: Values): boolean {
  return Object.entries(BASELINE).every(([name, value]) => values[name] === value);
}

/** The config to compare with: the same classifier and shared parameters, passes included, by plain oversampling. */
export function baselineOf(config: AnyConfig): Config {
  return canonicalConfig({ ...config, ...BASELINE });
}
