import { type EngineKind, MEASURES, METRICS } from '@latentsweep/core';
import type { Key, Rule } from '@latentsweep/plain-file';
import { METHODS } from '../search/searcher.ts';

export const DEFAULT_RUN_CAP = 100;

/** A key of a sweep file: what it holds, for the reader and for the schema. */
interface DescribedKey extends Key {
  readonly description: string;
}

/** By name. */
export type DescribedKeys = Readonly<Record<string, DescribedKey>>;

/** An engine as a sweep file knows it. */
export type EngineName = Pick<EngineKind, 'name' | 'description' | 'auto'>;

/** Keys at the top whose values are plain. What `engine` may be, whoever reads a file knows: see `engineKey`. */
export const TOP_KEYS = {
  name: {
    description: 'What the sweep is called. Default: the name of the file.',
    rule: { type: 'text', maxLength: 128 },
  },
  description: {
    description: 'A sentence for people.',
    rule: { type: 'text', maxLength: 4000 },
  },
  method: {
    description: `${Object.entries(METHODS)
      .map(([name, { does }]) => `${name} ${does}`)
      .join('; ')}.`,
    rule: { type: 'choice', choices: Object.keys(METHODS) },
  },
  replicates: {
    description:
      'Repetitions of each config, paired: replicate r has the same data, split and seed in every config.',
    rule: { type: 'integer', minimum: 1, maximum: 100_000 },
    default: 1,
  },
  lag: {
    description:
      'Of bayes: each proposal knows the results of all before it but the newest ones, so many. Few learn sooner, many keep more workers busy.',
    rule: { type: 'integer', minimum: 1, maximum: 10_000 },
    default: 16,
  },
  seed: {
    description: 'Decides the data, the noise, the order of a grid and what a search draws.',
    rule: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
    default: 1,
  },
  run_cap: {
    description: `The most trials (configs times replicates). Default: none for grid, ${DEFAULT_RUN_CAP} for random and sobol; bayes needs one.`,
    rule: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
  },
  baselines: {
    description:
      'Whether a search that draws runs the oversample of each draw of the shared parameters too. Default: true.',
    rule: { type: 'boolean' },
  },
  defaults: {
    description:
      'Of parameters that the file does not name: those that suit the data set (data), or the deck’s on tables too (deck).',
    rule: { type: 'choice', choices: ['data', 'deck'] },
    default: 'data',
  },
  engine: engineKey([]),
  requires: {
    description:
      'Labels that a worker must have to run the trials, such as gpu. Default: any worker will do.',
    rule: { type: 'labels', maxItems: 5 },
    default: [],
  },
} as const satisfies DescribedKeys;

/** `engine`, with the engines that there are. */
export function engineKey(engines: readonly EngineName[]) {
  const usual = engines.filter(({ auto }) => auto).map(({ name, description }) => `${name} ${description}`);
  return {
    description: `What trains the models: ${usual.join(', ')}; auto takes the fastest one that works.`,
    rule: { type: 'choice', choices: ['auto', ...engines.map(({ name }) => name)] },
    default: 'auto',
  } as const satisfies DescribedKey;
}

/** Keys of W&B that mean nothing here, or not yet. A file that has them runs; a note says what they do not do. */
export const IGNORED_KEYS: Readonly<Record<string, string>> = {
  program:
    'Trials are built in; no program is started. `config: flags` starts it, in a file without `dataset`.',
  command:
    'Trials are built in; no command is started. `config: flags` starts it, in a file without `dataset`.',
  config: 'Trials are built in; no program is given a config.',
  reports: 'Trials are built in; no program reports.',
  ask: 'Trials are built in; nobody has to compute them. It is for a file without `dataset`.',
  project: 'Sweeps live in one store, without projects.',
  entity: 'Sweeps live in one store, without owners.',
  controller: 'Decisions are made where the sweep runs.',
  scheduler: 'The search is what `method` says.',
  kind: 'A sweep file is all that is read here.',
  apiVersion: 'There is one version of the file.',
  job: 'No job is launched.',
  image_uri: 'No image is started.',
};

/** W&B's keys; an iteration is an epoch. */
export const EARLY_KEYS = {
  type: {
    description:
      'Which runs go on behind a band: hyperband, the best 1/eta and one; median, those that are no worse than the median.',
    rule: { type: 'choice', choices: ['hyperband', 'median'] },
  },
  min_iter: {
    description: 'Epochs of the first band; the others are its multiples by powers of eta.',
    rule: { type: 'integer', minimum: 1 },
  },
  max_iter: {
    description: 'With s: the bands are this over powers of eta.',
    rule: { type: 'integer', minimum: 1 },
  },
  s: { description: 'How many bands below max_iter.', rule: { type: 'integer', minimum: 1 } },
  eta: {
    description:
      'One in so many goes on at a band of hyperband, and each band has so many times the epochs. Default: 3, or 2 for median.',
    rule: { type: 'number', exclusiveMinimum: 1 },
  },
  strict: {
    description: 'Whether the value at the band alone counts, and not the best so far.',
    rule: { type: 'boolean' },
    default: true,
  },
} as const satisfies DescribedKeys;

export const METRIC_KEYS = {
  name: {
    description: 'The column to rank by.',
    rule: { type: 'choice', choices: METRICS, listed: 'docs/sweep-file.md' },
    default: 'test_accuracy',
  },
  goal: {
    description: 'maximize, or minimize for a loss (the default follows the metric).',
    rule: { type: 'choice', choices: ['maximize', 'minimize'] },
  },
  target: {
    description:
      'The sweep ends once the 95% interval of a config lies beyond it, over its replicates on validation rows.',
    rule: { type: 'number' },
  },
  impute: {
    description: 'Not used: to a search that learns, a config without a value is a bad one.',
    rule: { type: 'choice', choices: ['latest', 'best', 'worst'] },
  },
  impute_while_running: {
    description: 'Not used: to a search that learns, a config that is under way is a bad one.',
    rule: { type: 'choice', choices: ['latest', 'best', 'worst', 'false'] },
  },
} as const satisfies DescribedKeys;

/** Of each of `metrics`. */
export const OBJECTIVE_KEYS = {
  name: { description: 'What it is better by.', rule: METRIC_KEYS.name.rule },
  goal: METRIC_KEYS.goal,
} as const satisfies DescribedKeys;

/** Shares of a config's trials, as the leaderboard names them, with what is measured of each trial. */
export const SHARES: ReadonlyMap<string, string> = new Map([
  ['collapsed_share', 'collapsed'],
  ['undertrained_share', 'undertrained'],
]);

export const CONSTRAINT_KEYS = {
  metric: {
    description:
      'A measure, held to by its mean over a config’s trials on validation rows, or a share of them.',
    rule: {
      type: 'choice',
      choices: [
        ...MEASURES.filter(({ shape }) => shape === 'scalar').map(({ name }) => name),
        ...SHARES.keys(),
      ],
      listed: 'docs/sweep-file.md, under Constraints,',
    },
  },
  min: { description: 'The least that keeps it.', rule: { type: 'number' } },
  max: { description: 'The most that keeps it.', rule: { type: 'number' } },
} as const satisfies DescribedKeys;

export const RACE_KEYS = {
  rungs: {
    description:
      'After how many replicates configs are compared with the best and those dropped that are worse beyond chance. Default: 2, 4, 8, … up to replicates.',
    rule: { type: 'integers', maxItems: 20, minimum: 2, maximum: 100_000 },
  },
  spend: {
    description:
      'Whether the trials that the race saves go to more replicates of the configs that are tied with the best.',
    rule: { type: 'boolean' },
    default: false,
  },
} as const satisfies DescribedKeys;

const ROWS = { type: 'integer', minimum: 1, maximum: 10_000_000 } as const;

export const SIMULATED_KEYS = {
  train: { description: 'Training rows.', rule: { ...ROWS, minimum: 2 }, default: 80_000 },
  validation: { description: 'Validation rows.', rule: ROWS, default: 20_000 },
  test: { description: 'Test rows.', rule: ROWS, default: 20_000 },
  features: {
    description: 'Features of a row, uniform on [0, 1]. Default: as many as coefficients.',
    rule: { type: 'integer', minimum: 1, maximum: 1000 },
  },
} as const satisfies DescribedKeys;

const COLUMN = { type: 'text', maxLength: 1000 } as const;

/** A list of columns. */
export const COLUMNS = {
  type: 'texts',
  maxItems: 10_000,
  what: 'a list of column names',
  hint: 'Write a list such as [ID].',
} as const satisfies Rule;

export const TABLE_KEYS = {
  path: {
    description:
      'A file: CSV and other text, ARFF, KEEL, svmlight, XLSX, Parquet, JSON or .npz, relative to the sweep file.',
    rule: { type: 'text', maxLength: 4000 },
  },
  select: {
    description: 'A DuckDB select over files, instead of path.',
    rule: { type: 'text', maxLength: 20_000 },
  },
  header: {
    description:
      'Whether the first line of a CSV names the columns. Default: it does, but where it looks like a row that is asked.',
    rule: { type: 'boolean' },
  },
  columns: {
    description:
      'Names of the columns of a file, in its order; of a CSV with header: true they replace those in the file.',
    rule: { ...COLUMNS, maxItems: 100_000 },
  },
  encoding: {
    description: 'What a CSV is encoded in, such as windows-1252. Default: UTF-8, or UTF-16 where it shows.',
    rule: { type: 'text', maxLength: 40 },
  },
  sheet: {
    description: 'The sheet of an XLSX workbook that holds the table. Default: the only one.',
    rule: { type: 'text', maxLength: 200 },
  },
  arrays: {
    description:
      'The arrays of a NumPy archive (.npz) that make the table, side by side. Default: all of them.',
    rule: {
      ...COLUMNS,
      maxItems: 1000,
      what: 'a list of names of arrays',
      hint: 'Write a list such as [X, y].',
    },
  },
  target: { description: 'The column that holds the class.', rule: COLUMN },
  positive: {
    description: 'The label that is class 1 of two. Default: the rarer one.',
    rule: {
      type: 'label',
      maxLength: 1000,
      what: 'a class label',
      hint: 'Write the label as it stands in the file.',
    },
  },
  drop: {
    description: 'Columns to leave out.',
    rule: COLUMNS,
    default: [],
  },
  keep: {
    description: 'Columns to learn from though they have no name, number the rows or tell the classes apart.',
    rule: COLUMNS,
    default: [],
  },
  categorical: {
    description: 'Columns of numbers that are codes: one-hot encoded like text.',
    rule: COLUMNS,
    default: [],
  },
  missing: {
    description:
      'Words that mean no value, in all columns. Default: ?, NA, null and the like in columns otherwise of numbers.',
    rule: {
      type: 'words',
      maxItems: 1000,
      hint: 'Write a list such as ["?", NA], or [] where only empty cells are missing.',
    },
  },
  decimal: {
    description:
      'The decimal mark of numbers as people write them: 1,234.5 or 1.234,5, 1 000, 12%, $101.00. Default: plain numbers.',
    rule: { type: 'choice', choices: ['.', ','] },
  },
  scale: {
    description: 'How features get to [0, 1], fitted on training rows.',
    rule: { type: 'choice', choices: ['quantile', 'minmax', 'none'] },
    default: 'quantile',
  },
  balance: {
    description:
      'What a minority class is oversampled to: the count of the majority, or its own before the cut.',
    rule: { type: 'choice', choices: ['majority', 'original'] },
    default: 'majority',
  },
} as const satisfies DescribedKeys;

const { target, positive, drop, balance } = TABLE_KEYS;

export const IMAGE_KEYS = {
  path: {
    description:
      'Images, relative to the sweep file: a folder with a folder a class of PNG or JPEG files, IDX, .npz, Parquet, or a table with a pixel a column.',
    rule: { type: 'text', maxLength: 4000 },
  },
  target,
  drop,
  shape: {
    description:
      'Height, width and channels of an image (1: grey, 3: colour), where the file does not say it.',
    rule: {
      ...{ type: 'integers', maxItems: 3, minimum: 1, maximum: 4096 },
      what: 'height, width and channels',
      hint: 'Write a list such as [28, 28, 1].',
    },
  },
  size: {
    description: 'Height and width that pictures of files are brought to. Default: all have one size.',
    rule: {
      ...{ type: 'integers', maxItems: 2, minimum: 1, maximum: 4096 },
      what: 'height and width',
      hint: 'Write a list such as [32, 32].',
    },
  },
  channels: {
    description:
      'What pictures of files become: 1 grey, 3 colour. Default: what they are, where all are alike.',
    rule: { type: 'integer', minimum: 1, maximum: 3 },
  },
  max: {
    description:
      'The largest value that a pixel can have, which becomes 1. Default: 255, or 1 where pixels are fractions.',
    rule: { type: 'number', exclusiveMinimum: 0, maximum: 1e9 },
  },
  positive,
  balance,
} as const satisfies DescribedKeys;

export const SHARE = { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 } as const;

export const SHARE_KEYS = {
  train: { description: 'Share of training rows.', rule: SHARE, default: 0.6 },
  validation: { description: 'Share of validation rows.', rule: SHARE, default: 0.2 },
  test: { description: 'Share of test rows.', rule: SHARE, default: 0.2 },
} as const satisfies DescribedKeys;

export const SPLIT_KEYS = {
  ...SHARE_KEYS,
  group: {
    description:
      'A column, such as a patient: rows that have one value in it stay in one split. It is not learnt from.',
    rule: COLUMN,
  },
  time: {
    description:
      'A column of times: the earliest rows are trained on, the latest tested. It is not learnt from.',
    rule: COLUMN,
  },
} as const satisfies DescribedKeys;
