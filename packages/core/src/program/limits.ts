/** What is kept of what a program reports, so that nobody's results grow without bound. */

/** Metrics of one sweep. */
export const MOST_METRICS = 100;

/** What a metric may be called. */
export const METRIC_NAME = /^[A-Za-z0-9_./-]{1,64}$/;

/** What lies beyond it, either way, is as good as infinite: sums of such numbers' squares are no numbers any more. */
export const LARGEST_METRIC = 1e140;

/** Points of a curve: of a longer one some are left out. */
export const MOST_POINTS = 500;
