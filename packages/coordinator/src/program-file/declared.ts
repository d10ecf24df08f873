import type { ConfigWay } from '@latentsweep/core';

/** What a program may use; null: as much as there is. */
export interface ProgramLimits {
  readonly seconds: number | null;
  readonly memoryMb: number | null;
  readonly outputMb: number;
  readonly processes: number | null;
}

/** Where its reports stand: lines of its output, `report.csv` in its scratch folder, or one number in its last line. */
export type ReportWay = 'lines' | 'csv' | 'last_line';

/** A program as its owner declared it; checked, all defaults filled in, plain data. */
export interface DeclaredProgram {
  readonly name: string;
  readonly command: readonly string[];
  /** Absolute. */
  readonly folder: string;
  readonly config: ConfigWay;
  readonly reports: ReportWay;
  /** Names of variables that are let through. */
  readonly environment: readonly string[];
  readonly limits: ProgramLimits;
  readonly warm: boolean;
  readonly checkpoint: boolean;
  readonly deterministic: boolean;
  readonly retries: number;
  readonly threads: number;
}
