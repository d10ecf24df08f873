import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgramDeclaration } from '@latentsweep/core';
import { type FailedTrial, type ProgramSpec, printable, type TrialResult } from '@latentsweep/core';
import { Failure } from '../failure.ts';
import { csvReports, numberOf } from './csv.ts';
import type { Output } from './output.ts';

/** What a program that ended well has reported, in the way that it was declared to. */
export async function resultOf(
  { reports, limits }: Pick<ProgramDeclaration, 'reports' | 'limits'>,
  { metrics }: Pick<ProgramSpec, 'metrics'>,
  output: Output,
  folder: string,
): Promise<TrialResult | FailedTrial> {
  try {
    if (reports === 'csv') {
      for (const report of csvReports(await readReport(join(folder, 'report.csv'), limits.outputMb))) {
        output.tally.add(report);
      }
    }
    if (reports === 'last_line') {
      output.tally.add({ step: null, values: new Map([[metrics[0]!.name, lastNumber(output.lastLine)]]) });
    }
    return output.tally.result();
  } catch (error) {
    if (error instanceof Failure) return error.result;
    throw error;
  }
}

function lastNumber(line: string): number {
  const value = numberOf(line);
  if (value !== null) return value;
  const seen = line === '' ? 'it wrote nothing' : `it is "${printable(line).slice(0, 100)}"`;
  throw new Failure('bad_report', `the last line of its output is to be a number, and ${seen}`);
}

async function readReport(path: string, mostMb: number): Promise<string> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => null);
  if (!file) throw new Failure('missing_metric', 'it left no file report.csv in its scratch folder');
  try {
    const { size } = await file.stat();
    if (size > mostMb * 1024 ** 2)
      throw new Failure('output_limit', `report.csv is larger than ${mostMb} MB`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
