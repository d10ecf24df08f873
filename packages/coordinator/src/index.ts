export { definitionHash } from './plan/definition-hash.ts';
export { jobsOf } from './plan/jobs.ts';
export { planTrials, type TrialContext } from './plan/trials.ts';
export type * from './port.ts';
export { createSearcher } from './search/searcher.ts';
export type { Overrides } from './sweep-file/overrides.ts';
export { type ParsedSweep, type ParseOptions, parseSweep } from './sweep-file/parse.ts';
export { readSweepFile } from './sweep-file/read.ts';
