import type { ConfigWay } from './spec.ts';

/** Where its reports stand: lines of its output, `report.csv` in its scratch folder, or one number in its last line. */
export type ReportWay = 'lines' | 'csv' | 'last_line';

/** A program as its owner declared it; checked, all defaults filled in, plain data. */
export interface ProgramDeclaration {
  readonly name: string;
  /**
   * The command and its arguments. `${args}` and its kin stand where the config goes, `${envvar:NAME}` for a variable of the
   * worker; `${program}`, `${interpreter}` and `${env}` are resolved already.
   */
  readonly command: readonly string[];
  /** Absolute. */
  readonly folder: string;
  readonly config: ConfigWay;
  readonly reports: ReportWay;
  /** Names of variables that are let through; PATH, HOME, LANG, TZ and TMPDIR always are. */
  readonly environment: readonly string[];
  readonly limits: ProgramLimits;
  /** One process takes many trials. */
  readonly warm: boolean;
  readonly checkpoint: boolean;
  /** The same config and seed give the same result, as long as its files are the same. */
  readonly deterministic: boolean;
  /** What else its results depend on, beside the files of its kind where it lies: paths from its folder. Absent: nothing. */
  readonly files?: readonly string[];
  readonly retries: number;
  readonly threads: number;
}

/** Of a trial and of its whole tree of processes. Null: no limit. */
export interface ProgramLimits {
  readonly seconds: number | null;
  /** Resident, as it is sampled: what a program takes and gives back in between is not seen. */
  readonly memoryMb: number | null;
  readonly outputMb: number;
  readonly processes: number | null;
}
