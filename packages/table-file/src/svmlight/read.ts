/**
 * svmlight and LIBSVM: `LABEL [qid:N] INDEX:VALUE … # comment`, with indices that go up. What is left out is 0. The
 * columns are `label`, `qid` where there is one, and `x1`, `x2`, … by the indices as the file counts them.
 */

import { InputError } from '@latentsweep/core';
import type { FileRow, FileTable } from '../table.ts';
import { refuseSize } from '../table.ts';
import { linesOf, type TextPieces } from '../text/lines.ts';

interface Sparse {
  readonly label: string;
  readonly qid: string | null;
  readonly indices: readonly number[];
  readonly values: readonly string[];
}

const LABEL = /^[-+]?[\d.][\d.e+,-]*$/i;
const VALUE = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$|^nan$/i;
/** Lines that are looked at to tell the format. */
const LOOKED_AT = 20;

/** By its first lines: all are of that form, and one has values. */
export function isSvmlight(start: string): boolean {
  const lines = start
    .split(/\r\n|\n|\r/)
    .slice(0, -1)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
    .slice(0, LOOKED_AT);
  const form = /^[-+]?[\d.][\d.e+,-]*(\s+qid:\d+)?(\s+\d+:\S+)*$/i;
  return lines.some((line) => /\s\d+:/.test(line)) && lines.every((line) => form.test(line));
}

/** Reads it once for its width. Throws InputError with the line. */
export async function readSvmlight(label: string, pieces: TextPieces): Promise<FileTable> {
  let first = 1;
  let last = 0;
  let rows = 0;
  let grouped = 0;
  let ungrouped: number | null = null;
  for await (const lines of linesOf(label, pieces)) {
    for (const { number, text } of lines) {
      const row = sparseOf(label, number, text);
      if (row === null) continue;
      rows += 1;
      if (row.indices[0] === 0) first = 0;
      last = Math.max(last, row.indices.at(-1) ?? 0);
      if (row.qid === null) ungrouped ??= number;
      else grouped += 1;
    }
    refuseSize(label, rows, last + 1);
  }
  if (grouped > 0 && ungrouped !== null) {
    throw fault(label, ungrouped, 'has no qid, as other rows have', 'Give every row its qid, or none.');
  }
  const names = Array.from({ length: last - first + 1 }, (_, i) => `x${first + i}`);
  const columns = ['label', ...(grouped > 0 ? ['qid'] : []), ...names];
  return {
    columns: columns.map((name) => ({ name, holds: 'open' })),
    notes: [],
    output: 'label',
    unit: 'line',
    rows: () => denseRows(label, pieces, { first, width: names.length, qid: grouped > 0 }),
  };
}

async function* denseRows(
  label: string,
  pieces: TextPieces,
  { first, width, qid }: { first: number; width: number; qid: boolean },
): AsyncGenerator<readonly FileRow[]> {
  for await (const lines of linesOf(label, pieces)) {
    for (const { number, text } of lines) {
      const row = sparseOf(label, number, text);
      if (row === null) continue;
      const features = new Array<string | null>(width).fill('0');
      row.indices.forEach((index, i) => {
        features[index - first] = /^nan$/i.test(row.values[i]!) ? null : row.values[i]!;
      });
      yield [{ line: number, cells: [row.label, ...(qid ? [row.qid] : []), ...features] }];
    }
  }
}

function sparseOf(label: string, line: number, text: string): Sparse | null {
  const content = text
    .replace(/^\ufeff/, '')
    .replace(/#.*/s, '')
    .trim();
  if (content === '') return null;
  const [head, ...words] = content.split(/\s+/);
  const hint = 'A row is LABEL INDEX:VALUE INDEX:VALUE …, with indices that go up.';
  if (!LABEL.test(head!))
    throw fault(label, line, `begins with '${head!.slice(0, 40)}', which is no label`, hint);
  if (head!.includes(',')) {
    throw fault(
      label,
      line,
      `has several labels, ${head!.slice(0, 40)}`,
      'A row has one class: choose a label.',
    );
  }
  let qid: string | null = null;
  if (words[0]?.startsWith('qid:')) qid = words.shift()!.slice('qid:'.length);
  const indices: number[] = [];
  const values: string[] = [];
  for (const word of words) {
    const [, index, value] = /^(\d{1,9}):(.+)$/.exec(word) ?? [];
    if (index === undefined || !VALUE.test(value!)) {
      throw fault(label, line, `has '${word.slice(0, 40)}' where INDEX:NUMBER belongs`, hint);
    }
    if (indices.length > 0 && Number(index) <= indices.at(-1)!) {
      throw fault(label, line, `has the index ${index} behind ${indices.at(-1)}`, hint);
    }
    indices.push(Number(index));
    values.push(value!);
  }
  return { label: head!, qid, indices, values };
}

function fault(label: string, line: number, what: string, hint: string): InputError {
  return new InputError('bad_svmlight', `Line ${line} of ${label} ${what}.`, hint);
}
