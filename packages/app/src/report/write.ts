import { writeFile } from 'node:fs/promises';
import { writeAtomically } from '../export/atomic-file.ts';
import { reportPage } from './page.ts';
import type { Report } from './report.ts';

/** Writes a report to a file, which appears once it is whole. */
export async function writeReport(path: string, report: Report): Promise<void> {
  await writeAtomically(path, (partial) => writeFile(partial, reportPage(report), { flush: true }));
}
