/** One thing that a result holds. */
export interface Measure {
  /** As its column: unique, never used again for something else. */
  readonly name: string;
  /** Without the prefix of its split: measures of two splits share it. */
  readonly base: string;
  readonly split: 'train' | 'validation' | 'test' | 'none';
  /** `per class` [K], `matrix` [K * K] of K classes; `per epoch` [epochs], a curve. */
  readonly shape: 'scalar' | 'per class' | 'matrix' | 'per epoch';
  /** What a scalar is; a boolean is 0 or 1 in a result. */
  readonly type: 'number' | 'integer' | 'boolean';
  readonly better: 'higher' | 'lower' | 'neither';
  readonly unit: string | null;
  readonly description: string;
  /**
   * Arms without a VAE lack its measures, and have its curves without a point. Arms that make no rows, and drawn data, lack
   * those of what was generated.
   */
  readonly from: 'classifier' | 'vae' | 'generated';
}

/** Flat, row by row. NaN where it is undefined. */
export type MeasureValue = number | readonly number[];

/** By name: those that the trial has. */
export type Measured = Readonly<Record<string, MeasureValue>>;

/** By name, one value an epoch, from the first to the trial's last: all curves, empty where nothing was noted. */
export type Curves = Readonly<Record<string, readonly number[]>>;
