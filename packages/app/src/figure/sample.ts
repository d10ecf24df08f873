/** So many trials tell of a sweep of any size; finding them takes a few hundred milliseconds. */
export const SAMPLE = 20_000;
