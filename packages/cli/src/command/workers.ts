import { count, duration } from '@latentsweep/app';
import { leaderOf, stateOfWorker } from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import type { SeenWorker, Table } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption } from '../option/common.ts';
import { type Format, writeColumns, writePages } from '../terminal/output.ts';
import type { Style } from '../terminal/style.ts';
import { type Column, columnsOf } from '../terminal/table.ts';

export function define(command: Command): void {
  command
    .summary('who is there to train')
    .description(
      'Lists the workers of the cluster as the coordinator last heard of them. A worker that was silent for more than ' +
        '10 seconds is lost; one that left in good order is gone. Workers of the last 24 hours are kept.',
    )
    .option('--all', 'those that left as well');
  withExamples(formatOption(command), [
    ['sweep workers', 'who is at work'],
    ['sweep workers --all -f json', 'everyone, for scripts'],
  ]);
}

export async function run(
  context: Context,
  { format, all }: { readonly format: Format; readonly all?: boolean },
): Promise<void> {
  const { terminal } = context;
  const store = await context.existingStore();
  const known = (await store.listWorkers()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const shown = all ? known : known.filter((worker) => stateOfWorker(worker) !== 'gone');
  const hidden = known.length - shown.length;
  if (format !== 'table') await writePages(terminal.out, [workersTable(shown)], format);
  else if (shown.length > 0) await writeColumns(terminal, workerColumns(shown, terminal.out.style));
  else context.say(`No worker is there; start one with: ${context.spell('worker')}`);
  if (hidden > 0) context.say(`${plural(hidden, 'worker')} left: ${context.spell('workers --all')}`);
  if (format === 'table' && (await leaderOf(store)) === null) {
    context.note(`no coordinator is running, so this may be old; start one with: ${context.spell('serve')}`);
  }
}

function workersTable(workers: readonly SeenWorker[]): Table {
  return {
    columns: [
      ...['name', 'host', 'pid', 'slots', 'engine', 'labels', 'state', 'running', 'done'],
      ...['last_seen', 'silent_seconds', 'version', 'device'],
    ],
    rows: workers.map((worker) => [
      ...[worker.name, worker.host, worker.pid, worker.slots, worker.engine, worker.labels],
      ...[stateOfWorker(worker), worker.running, worker.done, worker.lastSeen],
      ...[worker.silentMs / 1000, worker.version, worker.device],
    ]),
  };
}

function workerColumns(workers: readonly SeenWorker[], style: Style): Column[] {
  const column = columnsOf(workers);
  return [
    column('name', 'left', Number.POSITIVE_INFINITY, (w) => printable(w.name), { shrinkTo: 12 }),
    column('host', 'left', 3, (w) => printable(w.host), { shrinkTo: 8 }),
    column('slots', 'right', 8, (w) => count(w.slots)),
    column('engine', 'left', 5, (w) => printable(w.engine)),
    ...(workers.some(({ device }) => device !== null)
      ? [column('device', 'left', 5, (w) => printable(w.device ?? ''), { shrinkTo: 10 })]
      : []),
    column('labels', 'left', 6, (w) => printable(w.labels.join(','))),
    column('state', 'left', 10, stateOfWorker, {
      paint: (cell, row) => style[COLOURS[stateOfWorker(workers[row]!)]](cell),
    }),
    column('running', 'right', 9, (w) => count(w.running)),
    column('done', 'right', 7, (w) => count(w.done)),
    column('last seen', 'right', 4, (w) => `${duration(Math.max(0, w.silentMs) / 1000)} ago`),
    column('version', 'left', 2, (w) => printable(w.version)),
  ];
}

const COLOURS: Readonly<Record<ReturnType<typeof stateOfWorker>, keyof Style>> = {
  working: 'green',
  draining: 'yellow',
  lost: 'red',
  gone: 'dim',
};
