import { InputError } from '../error.ts';
import type { ProgramSpec } from '../program/spec.ts';
import type { ImageShape } from './images/pack.ts';
import type { ColumnLayout } from './layout.ts';
import type { OfSplits } from './shares.ts';

/** Rows of one split: features [count, D] row-major, scaled to [0, 1], and a class index each. */
export interface Split {
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly count: number;
  /**
   * Writes the features of one row, [D]. Of rows that are kept in less memory than their features take, which are then made
   * when they are first asked for, and best not at all. Absent: they are there.
   */
  readonly read?: (row: number, into: Float32Array) => void;
}

/** What one replicate trains and is judged on. */
export interface Dataset {
  readonly features: number;
  /** What features stand for, in their order, all of them. Absent: a number each. */
  readonly columns?: readonly ColumnLayout[];
  /** Of images, whose pixels are the features. Absent: features have no places. */
  readonly shape?: ImageShape;
  /** Features are whole multiples of 1 / white, 255 of them at most. Absent: any numbers. */
  readonly white?: number;
  readonly classes: number;
  readonly classNames: readonly string[];
  /** The class that is never cut, generated or oversampled. All others are minority classes. */
  readonly majority: number;
  /** What a minority class is oversampled to: its own count before the cut, or the majority's count. */
  readonly balance: 'original' | 'majority';
  /** Every class has a row here, cut or not; it may have none in the other splits. */
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
}

/** A law to draw rows from: x ~ U(0,1)^D, P(y = k) = softmax over rows of coefficients (a sigmoid for one row). */
export interface SimulatedSpec {
  readonly kind: 'simulated';
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** [1, D] for two classes, [K, D] for K. */
  readonly coefficients: readonly (readonly number[])[];
  /** Added to each linear predictor, as long as `coefficients`. Chosen so that classes have the wanted priors. */
  readonly intercepts: readonly number[];
}

/** Columns of a file, read once and named by the SHA-256 of their Arrow form, and how to prepare them. */
export interface TableSpec {
  readonly kind: 'table';
  /** SHA-256 (hex) of the Arrow IPC bytes. */
  readonly content: string;
  readonly target: string;
  /** The label that counts as class 1 where there are two; the rarer one otherwise. */
  readonly positive: string | null;
  readonly categorical: readonly string[];
  readonly scale: 'quantile' | 'minmax' | 'none';
  /** Shares of the rows; they sum to 1. */
  readonly split: OfSplits<number>;
  readonly balance: 'original' | 'majority';
  /**
   * By which rule rows are split and classes rebalanced. Absent: by the first one, as in specs of older versions, which
   * so keep their fingerprints and results.
   */
  readonly rule?: 2;
  /** Rows that have one value in this column, which is no feature, stay in one split. Absent: any row goes anywhere. */
  readonly group?: string;
  /** Rows are split by this column of numbers, which is no feature: the earliest are trained on. Absent: by chance. */
  readonly time?: string;
}

/** Images, read once and named by the SHA-256 of their packed form (`images/pack.ts`), and how to prepare them. */
export interface ImageSpec {
  readonly kind: 'images';
  /** SHA-256 (hex) of the packed images. */
  readonly content: string;
  /** The class that counts as class 1 where there are two; the rarer one otherwise. */
  readonly positive: string | null;
  /** Shares of the images; they sum to 1. With `parts` of those that are trained on, where the source has none to validate by. */
  readonly split: OfSplits<number>;
  readonly balance: 'original' | 'majority';
  /** Images go to the splits that the source has them in. Absent: any image goes anywhere. */
  readonly parts?: 'source';
  /** What made pixels of files, by name and version: of another one they may be others. */
  readonly decoder?: string;
}

/** A program of the user's own, which brings its data itself: it stands where a data set stands. */
export type ProgramData = { readonly kind: 'program' } & ProgramSpec;

/** What this program trains on itself. */
export type OwnDataSpec = SimulatedSpec | TableSpec | ImageSpec;

export type DatasetSpec = OwnDataSpec | ProgramData;

/** Data that are here to train on. Throws InputError `no_own_data` where a program of the user's own brings them. */
export function ownData<Data extends { readonly kind: string }>(
  data: Data,
): Exclude<Data, { readonly kind: 'program' }> {
  if (data.kind !== 'program') return data as Exclude<Data, { readonly kind: 'program' }>;
  throw new InputError(
    'no_own_data',
    'This is a sweep of a program of your own, which brings its data itself: there are no rows here to train on.',
    'Name a sweep that has a data set.',
  );
}

/** The SHA-256 (hex) of what was read; null for drawn data, and where a program brings its own. */
export const contentName = (spec: DatasetSpec): string | null => ('content' in spec ? spec.content : null);
