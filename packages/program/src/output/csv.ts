import { METRIC_NAME } from '@latentsweep/core';
import { Failure } from '../failure.ts';
import type { Report } from './report.ts';

/** A row a report, under names in a header. Cells that are no number say nothing. Throws a `Failure`. */
export function csvReports(text: string): Report[] {
  const [header, ...rows] = records(text);
  if (!header) throw new Failure('bad_report', 'report.csv is empty');
  const stepAt = header.findIndex((name) => name === 'step' || name === '_step');
  return rows.map((row, i) => {
    if (row.length !== header.length) {
      const cells = `${row.length} cells where the header has ${header.length}`;
      throw new Failure('bad_report', `row ${i + 1} of report.csv has ${cells}`);
    }
    const cells = header.flatMap((name, at) => {
      const value = at === stepAt || !METRIC_NAME.test(name) ? null : numberOf(row[at]!);
      return value === null ? [] : [[name, value] as const];
    });
    const step = stepAt < 0 ? null : numberOf(row[stepAt]!);
    return { step: Number.isFinite(step) ? step : null, values: new Map(cells) };
  });
}

/** As programs write numbers: NaN, inf and infinity too, in any case. Null: it is none. */
export function numberOf(text: string): number | null {
  const word = text.trim();
  const named = /^([+-]?)(nan|inf|infinity)$/i.exec(word);
  if (named) return named[2]!.toLowerCase() === 'nan' ? Number.NaN : Number(`${named[1]}Infinity`);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : null;
}

const CELL = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;

function records(text: string): string[][] {
  const found: string[][] = [];
  let row: string[] = [];
  CELL.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (CELL.lastIndex < text.length || row.length > 0) {
    const cell = CELL.exec(text);
    if (!cell)
      throw new Failure('bad_report', `report.csv has a quote that does not end in row ${found.length}`);
    row.push(cell[1]!.startsWith('"') ? cell[1]!.slice(1, -1).replaceAll('""', '"') : cell[1]!.trim());
    if (cell[2] === ',') continue;
    if (row.length > 1 || row[0] !== '') found.push(row);
    row = [];
  }
  return found;
}
