/** What configs a sweep can have: which parameters there are, when two configs are one, and what each is compared with. */

import type { Parameter, Values } from '../parameter/parameter.ts';
import type { AnyConfig } from './config.ts';

/** Made for the definition of a sweep. Pure: equal questions have equal answers. */
export interface ConfigSpace {
  /** In order: one that decides over others stands before them. A grid's order, and so its cursor, hangs on it. */
  readonly parameters: readonly Parameter[];
  /** Names of those that decide over others by themselves, whatever a sweep says of them. */
  readonly deciders: readonly string[];
  named(name: string): Parameter | undefined;
  /** The parameters that mean something beside `values`, in order. */
  parametersBeside(values: Values): readonly Parameter[];
  /** Fills in defaults and drops what means nothing beside the rest, so that equal trials have equal configs. */
  canonical(given: Values): AnyConfig;
  /** One that was stored or sent, maybe by another version. Throws LatentsweepError `foreign_config` where that had other parameters. */
  read(stored: Values): AnyConfig;
  /** 32 hex digits of SHA-256 over the canonical form. */
  hash(config: AnyConfig): string;
  /** Equal for configs that one run serves. */
  runHash(config: AnyConfig): string;
  /** What its run is as long as: epochs, or 1 where nothing is known of its inside. */
  epochsOf(config: AnyConfig): number;
  /** The config to compare with; null where there is none. */
  baselineOf(config: AnyConfig): AnyConfig | null;
  isBaseline(values: Values): boolean;
}
