import { type Importance, percent } from '@latentsweep/app';
import { grouped, plural, printable, type ShareInterval } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import { writeColumns } from '../terminal/output.ts';
import { columnsOf } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { wrap } from '../terminal/text.ts';

/** Of text: longer lines are hard to read. */
const WIDEST = 110;

/** Importances for people: parameters, the strongest pairs, and what the numbers are. */
export async function writeImportance(terminal: Terminal, found: Importance): Promise<void> {
  const { out } = terminal;
  const always = Number.POSITIVE_INFINITY;
  const single = columnsOf(found.parameters);
  await writeColumns(terminal, [
    single('parameter', 'left', always, ({ parameter }) => printable(parameter)),
    single('fANOVA, alone', 'right', always, ({ fanova }) => text(fanova)),
    single('PED-ANOVA', 'right', always, ({ pedAnova }) => text(pedAnova)),
  ]);
  if (found.interactions.length > 0) {
    const pair = columnsOf(found.interactions);
    await out.writeAll('\n');
    await writeColumns(terminal, [
      pair('together', 'left', always, ({ parameters }) => printable(parameters.join(' and '))),
      pair('fANOVA, beyond both', 'right', always, (interaction) => text(interaction)),
    ]);
  }
  const lines = [legendOf(found), ...found.notes].flatMap((note) =>
    wrap(printable(note), Math.min(out.width, WIDEST)),
  );
  await out.writeAll(`\n${lines.map(out.style.dim).join('\n')}\n`);
}

/** A row a parameter, then a row a pair. */
export function importanceTable({ parameters, interactions }: Importance): Table {
  const cells = ({ share, low, high }: ShareInterval) => [share, low, high];
  const none = [null, null, null];
  const ofMethod = (method: string) => [method, `${method}_low`, `${method}_high`];
  return {
    columns: ['parameter', 'with', ...ofMethod('fanova'), ...ofMethod('ped_anova')],
    rows: [
      ...parameters.map(({ parameter, fanova, pedAnova }) => [
        parameter,
        null,
        ...cells(fanova),
        ...cells(pedAnova),
      ]),
      ...interactions.map(({ parameters: [one, other], ...share }) => [one, other, ...cells(share), ...none]),
    ],
  };
}

const text = ({ share, low, high }: ShareInterval) =>
  `${percent(share)} (${percent(low)} to ${percent(high)})`;

function legendOf({ by, sample: { shown, of, estimated }, resamples, trees }: Importance): string {
  const among =
    shown < of
      ? `a fair sample of ${grouped(shown)} of ${estimated ? 'about ' : ''}${plural(of, 'config')}`
      : plural(shown, 'config');
  return (
    `Of ${by}, among ${among}. fANOVA: share of the variance of configs' means, by a forest of ${trees} trees; PED-ANOVA: what ` +
    'tells the best tenth from the others, relative to all parameters. In brackets 95% intervals over ' +
    `${resamples} bootstrap resamples of the configs. A parameter that some arms lack is judged among the configs that have it.`
  );
}
