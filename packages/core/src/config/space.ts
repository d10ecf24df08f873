/** What configs a sweep can have: which parameters there are, when two configs are one, and what each is compared with. */

import type { Parameter, Values } from '../parameter/parameter.ts';
import type { AnyConfig } from './config.ts';

/** That of a sweep follows from its definition. Pure: equal questions have equal answers. */
export interface ConfigSpace {
  /** In order: one that decides over others stands before them. */
  readonly parameters: readonly Parameter[];
  /** Those that decide over others whatever a sweep says of them. None of them stands in a group. */
  readonly deciders: readonly Parameter[];
  /**
   * The parameter whose values one run goes through, rising: configs that differ in it alone are milestones of one run. Null: a run
   * is one config, and nothing is known of its inside.
   */
  readonly milestones: string | null;
  named(name: string): Parameter | undefined;
  /** Whether the parameter means anything beside `values`, which have those that decide over it. */
  applies(parameter: Parameter, values: Values): boolean;
  /** Fills in defaults and drops what means nothing beside the rest, so that equal trials have equal configs. */
  canonical(given: Values): AnyConfig;
  /** One that was stored or sent, maybe by another version. Throws LatentsweepError `foreign_config` where that had other parameters. */
  read(stored: Values): AnyConfig;
  /** 32 hex digits of SHA-256 over the canonical form. */
  hash(config: AnyConfig): string;
  /** Equal for configs that one run serves. */
  runHash(config: AnyConfig): string;
  /** The config to compare with, itself for a baseline; null where there is none. */
  baselineOf(config: AnyConfig): AnyConfig | null;
  isBaseline(values: Values): boolean;
  /** Whether others are compared with it, so that a race keeps it whatever it is worth. */
  isComparator(config: Values): boolean;
}

/** How long the run of a config is: the value of the parameter that it goes through, or 1. */
export const lengthOf = ({ milestones }: Pick<ConfigSpace, 'milestones'>, config: Values): number =>
  milestones === null ? 1 : Number(config[milestones] ?? 1);

/** Whether a config's run may be longer than this. How long that of a program is, only its end tells. */
export const mayOutlast = (space: Pick<ConfigSpace, 'milestones'>, config: Values, length: number): boolean =>
  space.milestones === null || lengthOf(space, config) > length;

/** The hash of what comes of a config up to a length below that of its run. `hash`: the config's own. */
export const hashUpTo = (space: ConfigSpace, config: Values, hash: string, length: number): string =>
  space.milestones === null
    ? `${hash}@${length}`
    : space.hash(space.read({ ...config, [space.milestones]: length }));

/** The parameters that mean something beside `values`, in order. */
export const meantBeside = (space: ConfigSpace, values: Values): readonly Parameter[] =>
  space.parameters.filter((parameter) => space.applies(parameter, values));
