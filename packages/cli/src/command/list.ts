import { count, type ListedSweep, listedSweeps, metric, moment, trialsInAll } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import { type Table, TRIAL_STATES } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption } from '../option/common.ts';
import { type Format, writeColumns, writePages } from '../terminal/output.ts';
import type { Style } from '../terminal/style.ts';
import { type Column, columnsOf } from '../terminal/table.ts';
import { paintState } from '../view/state.ts';

export function define(command: Command): void {
  command
    .summary('all sweeps of the store')
    .description(
      'Lists the sweeps of the store, the newest first. A sweep that stands as running is `stopped` where its process ' +
        'is gone, and `waiting` where it is for a cluster whose coordinator does not run it.',
    );
  withExamples(formatOption(command), [
    ['sweep list', 'all sweeps'],
    ['sweep list -f json | jq -r ".[].slug"', 'for scripts'],
  ]);
}

export async function run(context: Context, { format }: { readonly format: Format }): Promise<void> {
  const { terminal, settings } = context;
  const none = !context.hasStore() && !settings.storeGiven;
  const store = none ? null : await context.existingStore();
  const sweeps = store ? await listedSweeps(store) : [];
  if (format !== 'table') return writePages(terminal.out, [listTable(sweeps)], format);
  if (sweeps.length === 0) {
    context.say(`There are no sweeps yet. Run one: ${context.spell(`run ${context.anyFile()}`)}`);
    return;
  }
  await writeColumns(terminal, listColumns(sweeps, terminal.out.style));
}

function listTable(sweeps: readonly ListedSweep[]): Table {
  const counted = [...TRIAL_STATES, 'reused'] as const;
  return {
    columns: [
      ...['id', 'slug', 'name', 'state', 'planned_trials', ...counted],
      ...['metric', 'best', 'best_n', 'created_at', 'finished_at', 'on_cluster'],
    ],
    rows: sweeps.map((s) => [
      ...[s.id, s.slug, s.name, s.shown, s.plannedTrials, ...counted.map((state) => s.counts[state])],
      ...[s.metric, s.best?.value ?? null, s.best?.n ?? null, s.createdAt, s.finishedAt, s.onCluster],
    ]),
  };
}

function listColumns(sweeps: readonly ListedSweep[], style: Style): Column[] {
  const column = columnsOf(sweeps);
  const failedText = ({ failed, quarantined }: ListedSweep['counts']) =>
    failed + quarantined > 0 ? count(failed + quarantined) : '';
  const done = ({ counts }: ListedSweep) =>
    counts.completed + counts.pruned + counts.diverged + counts.failed + counts.quarantined;
  return [
    column('id', 'right', 3, (s) => String(s.id)),
    column('slug', 'left', Number.POSITIVE_INFINITY, (s) => s.slug, { paint: style.bold }),
    column('name', 'left', 2, (s) => printable(s.name), { shrinkTo: 10 }),
    column('state', 'left', 8, (s) => s.shown, {
      paint: (cell, row) => paintState(sweeps[row]!.shown, cell, style),
    }),
    column('trials', 'right', 7, (s) => `${count(done(s))}/${count(trialsInAll(s, s.counts))}`),
    column('failed', 'right', 5, (s) => failedText(s.counts)),
    column('metric', 'left', 4, (s) => s.metric),
    column('best', 'right', 6, ({ best }) => (best ? `${metric(best.value)} (n ${best.n})` : '–')),
    column('created', 'left', 1, (s) => moment(s.createdAt)),
  ];
}
