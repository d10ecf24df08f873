/** What a thread that trains one trial again is given, and what it answers; all of it is cloned. */

import type {
  ColumnDecoding,
  Config,
  DecodedColumn,
  OwnDataSpec,
  PredictedRows,
  PreparedColumn,
  TrainedModel,
  TrialResult,
} from '@latentsweep/core';
import type { EngineInfo, EngineSpec } from '../engine.ts';

export interface AgainTask {
  readonly engine: EngineSpec;
  /** With the `epochs` at which the trial ended. */
  readonly config: Config;
  /** 16 hex digits. */
  readonly seed: string;
  readonly spec: OwnDataSpec;
  /** A table's Arrow IPC bytes, null for drawn data. Shared memory is shared, not copied. */
  readonly content: Uint8Array | null;
  /** Whether the model is wanted, to be taken home. */
  readonly takesModel?: boolean;
  /** Whether rows are to be made, as many as are asked for. */
  readonly makes?: boolean;
}

/** Rows that a trial's arm made in a round, in the units of the data. */
export interface MadePart {
  /** Those of the data but the target, in their order, and what is not learnt from left out. */
  readonly columns: readonly DecodedColumn[];
  /** A class each, and whether it equals a row that was trained on: 1 or 0. [n] */
  readonly labels: Uint8Array;
  readonly copies: Uint8Array;
}

export interface TrainedAgain {
  readonly engine: EngineInfo;
  readonly result: TrialResult;
  /** Null where the trial did not complete. */
  readonly predictions: TrialPredictions | null;
  /** Null where it was not asked for, or the trial did not complete. */
  readonly model: TrialModel | null;
}

/** What a trial has learnt: how rows are prepared and made cells again, what classifies them and what makes them. */
export interface TrialModel extends TrainedModel {
  readonly columns: readonly PreparedColumn[];
  readonly decodings: readonly ColumnDecoding[];
  /** Features of the trial's test rows, [n, D], to try a model by. */
  readonly testFeatures: Float32Array;
}

/** A trial row by row. */
export interface TrialPredictions {
  /** Names of the classes, as the data have them. */
  readonly classes: readonly string[];
  readonly test: PredictedRows;
  readonly validation: PredictedRows;
  /** Null in arms that make no rows. */
  readonly rows: ShownRows | null;
  /** Null where the data are none. */
  readonly images: ShownImages | null;
  /** Null in arms without a VAE. */
  readonly latent: ShownLatent | null;
}

/** Some of the training rows in a VAE's latent space, by the means of their posteriors. */
export interface ShownLatent {
  /** How many it has. */
  readonly coordinates: number;
  /** On the first two principal components of the means: x and y of each row in turn. */
  readonly places: Float32Array;
  /** Of their variance, by each of the two. */
  readonly explained: readonly [number, number];
  /** The classes of the rows. [n] */
  readonly labels: Uint8Array;
  /** Out of how many. */
  readonly of: number;
}

/** Images that a trial was trained with, made and mistook, some of each. */
export interface ShownImages {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** How many pixels of the data, along each side, are one here. */
  readonly shrunk: number;
  /** Training images that the cut left. */
  readonly real: Pictures;
  /** Of the last epoch; null in arms that make none. */
  readonly made: Pictures | null;
  /**
   * Of the classes that a VAE is fitted on: the first of `real` as it makes them again; and what it makes of places on the
   * way, in its latent space, from the first to the last of these. Null in arms without one.
   */
  readonly reconstructed: Pictures | null;
  readonly interpolated: Pictures | null;
  /** Test images that are taken for another class, those first of which the trial was surest. */
  readonly mistaken: Pictures & {
    /** The class that each is taken for, and with which probability. [n] */
    readonly taken: Uint8Array;
    readonly certainty: Float32Array;
  };
}

export interface Pictures {
  /** 255 is white. [n, height, width, channels] */
  readonly pixels: Uint8Array;
  /** Their classes. [n] */
  readonly labels: Uint8Array;
  /** Out of how many. */
  readonly of: number;
}

/** Rows that an arm made beside real ones, in the units of the data. */
export interface ShownRows {
  readonly made: RowCount;
  readonly real: RowCount;
  /** The first of them. */
  readonly columns: readonly ShownColumn[];
  readonly moreColumns: number;
  /** On the first two principal components of the real rows as training saw them: x and y of each row in turn. */
  readonly projection: {
    readonly explained: readonly [number, number];
    readonly made: Float32Array;
    readonly real: Float32Array;
  };
}

/** A fair choice of `count` rows out of `of`. */
interface RowCount {
  readonly count: number;
  readonly of: number;
}

export interface ShownColumn {
  readonly name: string;
  /** Those of a category that occur here; null for numbers. */
  readonly levels: readonly string[] | null;
  /** Numbers, or places among the levels; NaN where it is missing. */
  readonly made: Float64Array;
  readonly real: Float64Array;
}

export type AgainPost =
  | { readonly kind: 'epoch'; readonly epoch: number }
  /** To be answered with whether more are wanted. */
  | { readonly kind: 'made'; readonly part: MadePart }
  | { readonly kind: 'ended'; readonly end: TrainedAgain }
  /** An error that a user may see. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string; readonly hint: string };
