/** How large an answer may be, and out of how many rows it is made where all would take long. */
export const MOST = {
  /** Configs shown as marks, in one figure. */
  marks: 2000,
  /** Times that the best so far changes. */
  steps: 300,
  /** Bins of means. */
  bins: 60,
  /** Bins of a parameter's values. */
  parameterBins: 50,
  /** Points of a distribution. */
  points: 200,
  /** Configs by whose parameters something is counted: each value has to be taken out of their JSON. */
  counted: 5000,
  /** Configs whose means are sorted. */
  sorted: 20_000,
  /** Configs of which a condition admits how many: of more it is estimated, where a part of them is enough for a figure. */
  exact: 20_000,
  /** Trials that are read to have configs' means of another metric than the sweep's own. */
  trials: 20_000,
  /** Trials that are read where a condition asks for what only they tell. */
  asked: 100_000,
} as const;
