export { placeConfig } from './config/command.ts';
export { programSeed } from './config/environment.ts';
export { type FileAt, isKeptName, type KeptFile } from './files/kept-file.ts';
export { openProgram } from './open.ts';
export { numberOf } from './output/csv.ts';
export { jsonLine, numberIn, type Report } from './output/report.ts';
export { Tally } from './output/tally.ts';
export type { Keeper, ProgramRunner, ProgramTrial, StoredCheckpoint } from './runner.ts';
