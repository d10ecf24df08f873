/**
 * What the figures of a sweep are made of: a statement each, which aggregates or takes a fair sample. No answer grows with
 * the sweep: `MOST` in figure/most.ts says how large each may be.
 */

import type { RankingOptions } from './ranking.ts';
import type { Sweep } from './sweep-book.ts';

/** Of how many configs it is made. Only those with a finite mean of the metric are meant, everywhere here. */
export interface SampleSize {
  /** Below `of`: a fair sample, by the configs' hashes, the same one each time. */
  readonly shown: number;
  readonly of: number;
  /** `of` is: where trials are read for it (of another metric, or for measures in the condition), and where a condition is asked of a part of many configs. */
  readonly estimated: boolean;
  /** Configs that are left out since their mean is infinite or not a number. */
  readonly infinite: number;
  /** Configs that are left out since they break a constraint; 0 where that would take trials to know. */
  readonly breaking: number;
  /** Of how many configs, a fair sample, the condition was asked; null where of all. */
  readonly asked: number | null;
}

/** A config, to be shown as a mark. */
interface MarkedConfig {
  readonly hash: string;
  readonly arm: string;
  readonly mean: number;
  /** Of the 95% interval; null where there is none. */
  readonly half: number | null;
  readonly n: number;
}

interface MarkOptions extends RankingOptions {
  readonly limit: number;
  /** So many of the limit are the best, the others a fair sample. */
  readonly best: number;
  /** Parameters of the sweep whose values are wanted, by their names. */
  readonly parameters: readonly string[];
}

export interface Marks {
  readonly sample: SampleSize;
  readonly marks: readonly (MarkedConfig & {
    /** It belongs to the fair sample, not only to the best. */
    readonly fair: boolean;
    /** In the order of `parameters`; null where the config lacks it. What is no number is written as in a condition. */
    readonly values: readonly (number | string | null)[];
  })[];
}

export interface Progress {
  readonly sample: SampleSize;
  /** Places count from 1, in the order in which configs were proposed. */
  readonly marks: readonly (MarkedConfig & { readonly place: number })[];
  /** Where the best so far changes; where that is very often, evenly thinned. */
  readonly best: readonly { readonly place: number; readonly mean: number; readonly hash: string }[];
  /** How many configs were proposed. */
  readonly places: number;
}

/** Configs whose value of a parameter lies in a bin. */
export interface ParameterBin {
  /** The least and the greatest of its values, or of its texts. */
  readonly low: number | string;
  readonly high: number | string;
  /** Different values. */
  readonly values: number;
  readonly all: number;
  /** Those among the best tenth. */
  readonly good: number;
}

export interface BinnedParameters {
  readonly sample: SampleSize;
  /** In the sweep's order. */
  readonly parameters: readonly {
    readonly name: string;
    readonly column: string;
    /** Its values are numbers. Else, where there are too many of them, the last bin holds the rarest. */
    readonly numeric: boolean;
    /** A bin a value where these are few; else, of a number, bins that hold about equally many configs. */
    readonly bins: readonly ParameterBin[];
  }[];
}

/** How the means of some configs are distributed. */
export interface Distribution {
  /** Null: all of them. */
  readonly arm: string | null;
  readonly n: number;
  readonly least: number;
  readonly quartiles: readonly [number, number, number];
  readonly most: number;
  readonly mean: number;
  /** Null where the arm has no VAE. */
  readonly collapsedShare: number | null;
  /** In each bin. */
  readonly counts: readonly number[];
  /** Values, each with how many are at or below it; both go up. All of them where they are few, else evenly thinned. */
  readonly values: readonly number[];
  readonly below: readonly number[];
}

export interface Distributions {
  readonly sample: SampleSize;
  /** Of the bins, which all have in common. */
  readonly edges: readonly number[];
  /** All configs first, then arms, the best mean first. */
  readonly distributions: readonly Distribution[];
}

/** A parameter cut into parts: a number by edges (what lies outside is in the outermost part), anything else by its values. */
export type Cut =
  | { readonly parameter: string; readonly edges: readonly number[] }
  | { readonly parameter: string; readonly choices: readonly (number | string)[] };

/** The mean over configs in a part of one parameter, or of two. */
export interface Cell {
  readonly x: number;
  /** 0 with one parameter. */
  readonly y: number;
  readonly mean: number;
  readonly configs: number;
}

export interface SplitMark extends MarkedConfig {
  readonly test: number;
  readonly validation: number;
}

/** The metric on both splits. */
export interface Splits {
  readonly sample: SampleSize;
  readonly marks: readonly SplitMark[];
  readonly bestByTest: SplitMark | null;
  readonly bestByValidation: SplitMark | null;
}

/** All throw InputError `unknown_metric`, `bad_where` as the leaderboard does. */
export interface FigureReading {
  /** Configs as marks: the best ones first, then a fair sample. */
  configMarks(sweep: Sweep, options: MarkOptions): Promise<Marks>;
  /** The best so far. */
  progress(sweep: Sweep, options: RankingOptions): Promise<Progress>;
  /** How configs, and the best of them, are spread over the values of parameters: those named, or all of the sweep's. */
  parameterBins(
    sweep: Sweep,
    options: RankingOptions & { readonly parameters?: readonly string[] },
  ): Promise<BinnedParameters>;
  /** Of all configs, and arm by arm. */
  distributions(sweep: Sweep, options: RankingOptions): Promise<Distributions>;
  /**
   * Means over one parameter each, or over two, grid by grid; a part without a config has none. Of the configs that
   * `parameterBins` counts.
   */
  cells(
    sweep: Sweep,
    options: RankingOptions & { readonly grids: readonly (readonly [Cut] | readonly [Cut, Cut])[] },
  ): Promise<(readonly Cell[])[]>;
  splits(sweep: Sweep, options: RankingOptions): Promise<Splits>;
}
