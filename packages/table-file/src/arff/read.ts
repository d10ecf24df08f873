/**
 * ARFF, dense and sparse, and KEEL's form of it, as Weka reads them and as the files really are. What Weka drops or
 * misreads without a word is refused with its line.
 */

import type { Fault } from '@latentsweep/core';
import type { FileRow, FileTable } from '../table.ts';
import { refuseSize } from '../table.ts';
import { linesOf, type TextPieces } from '../text/lines.ts';
import type { Attribute } from './attribute.ts';
import { type ArffHeader, HeaderReader, noData } from './header.ts';
import { RowReader } from './rows.ts';

/** `label`: what the file is called in messages. Throws InputError with the line. */
export async function readArff(label: string, pieces: TextPieces): Promise<FileTable> {
  const { attributes, output } = await headerOf(label, pieces);
  refuseSize(label, 0, attributes.length);
  return {
    columns: attributes.map(({ name, type }) => ({
      name,
      holds: type === 'nominal' ? 'names' : 'open',
    })),
    notes: weightNotes(label, attributes),
    output,
    unit: 'line',
    rows: () => rowsOf(label, pieces, attributes),
  };
}

async function headerOf(label: string, pieces: TextPieces): Promise<ArffHeader> {
  const reader = new HeaderReader(label);
  for await (const lines of linesOf(label, pieces)) {
    for (const line of lines) {
      const header = reader.read(line);
      if (header !== null) return header;
    }
  }
  throw noData(label);
}

async function* rowsOf(
  label: string,
  pieces: TextPieces,
  attributes: readonly Attribute[],
): AsyncGenerator<readonly FileRow[]> {
  const header = new HeaderReader(label);
  const reader = new RowReader(label, attributes);
  let inHeader = true;
  let count = 0;
  for await (const lines of linesOf(label, pieces)) {
    const rows: FileRow[] = [];
    for (const line of lines) {
      if (inHeader) inHeader = header.read(line) === null;
      else {
        const row = reader.read(line);
        if (row !== null) rows.push(row);
      }
    }
    count += rows.length;
    refuseSize(label, count, attributes.length);
    if (rows.length > 0) yield rows;
  }
}

function weightNotes(label: string, attributes: readonly Attribute[]): Fault[] {
  const names = attributes.filter(({ weighted }) => weighted).map(({ name }) => `\`${name}\``);
  if (names.length === 0) return [];
  const which =
    names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const message = `${label} gives weights to ${which}; columns are not weighted`;
  return [{ code: 'weights_ignored', path: 'dataset.path', message, hint: 'Nothing needs to be done.' }];
}
