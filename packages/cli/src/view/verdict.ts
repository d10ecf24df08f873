import {
  type ComparisonRow,
  comparisonRows,
  readVerdict,
  type SweepVerdict,
  verdictNotes,
  verdictSentence,
} from '@latentsweep/app';
import { printable, type Verdict } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { writeColumns } from '../terminal/output.ts';
import { type Column, columnsOf } from '../terminal/table.ts';
import { wrap } from '../terminal/text.ts';

/** Of text: longer lines are hard to read. */
const WIDEST = 110;

type Shown = Pick<Context, 'terminal' | 'spell'>;
type Given = SweepVerdict & { readonly verdict: Verdict };

/** The verdict in words, its table and its notes. */
export async function writeVerdict({ terminal }: Shown, given: Given): Promise<void> {
  const { out } = terminal;
  const width = Math.min(out.width, WIDEST);
  await out.writeAll(
    `${wrap(printable(verdictSentence(given)), width)
      .map(out.style.bold)
      .join('\n')}\n\n`,
  );
  await writeColumns(terminal, columns(comparisonRows(given)));
  const notes = verdictNotes(given).flatMap((note) => wrap(printable(note), width));
  await out.writeAll(`\n${notes.map(out.style.dim).join('\n')}\n`);
}

function columns(rows: readonly ComparisonRow[]): Column[] {
  const column = columnsOf(rows);
  const always = Number.POSITIVE_INFINITY;
  return [
    column('compared with', 'left', always, ({ compared }) => compared),
    column('which is', 'left', 40, (row) => printable(row.with), { shrinkTo: 12 }),
    column('difference', 'right', always, ({ difference }) => difference),
    column('less luck', 'right', 85, ({ corrected }) => corrected),
    column('its 95% interval', 'left', 80, ({ interval }) => interval),
    column('p', 'right', 70, ({ p }) => p),
    column('it is', 'left', 90, ({ says }) => says),
    ...(rows.some(({ needed }) => needed !== '')
      ? [column('replicates to tell', 'right', 60, ({ needed }) => needed, { short: 'to tell' })]
      : []),
  ];
}

/** At the end of a run: the sentence alone, and where to read on; nothing where none can be given. */
export async function writeShortVerdict(
  { terminal, spell }: Shown,
  store: Reading,
  sweep: KnownSweep,
): Promise<void> {
  const { out } = terminal;
  const read = await readVerdict(store, sweep);
  const { verdict } = read;
  if (verdict.conclusion === 'none') return;
  const text = `verdict  ${printable(verdictSentence({ ...read, verdict }))}`;
  const lines = wrap(text, Math.min(out.width, WIDEST));
  await out.writeAll(`${['', ...lines, `      ${spell(`verdict ${sweep.word}`)}`].join('\n')}\n`);
}
