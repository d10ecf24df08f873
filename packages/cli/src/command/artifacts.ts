import { randomUUID } from 'node:crypto';
import { bytes, jsonText, writeArtifacts } from '@latentsweep/app';
import type { Bus } from '@latentsweep/bus';
import { plural, printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { writeColumns, writePages } from '../terminal/output.ts';

const FORMATS = ['table', 'json', 'csv'] as const;

interface ArtifactsOptions {
  readonly to?: string;
  readonly format: (typeof FORMATS)[number];
}

export function define(command: Command): void {
  command
    .summary('files that a trial of a program left')
    .description(
      'Lists the files that a trial of a program left in its artifacts folder, with their SHA-256, or writes them into a ' +
        'folder. They are kept beside the store on one machine, and on the bus of a cluster (docs/programs.md).',
    )
    .argument('<id>', 'id of a trial', wholeNumber('<id>', 1))
    .option('--to <DIR>', 'write them there: a folder that is new or empty')
    .option('-f, --format <format>', 'table, json or csv', oneOf('--format', FORMATS), 'table');
  withExamples(command, [
    ['sweep artifacts 17', 'what there is'],
    ['sweep artifacts 17 --to best', 'take them home'],
  ]);
}

export async function run(context: Context, id: number, { to, format }: ArtifactsOptions): Promise<void> {
  const { terminal } = context;
  const store = await context.existingStore();
  const { row } = await store.trial(id);
  const artifacts = await store.artifacts(id);
  if (to !== undefined && artifacts.length > 0) {
    const leaver = { sweepId: Number(row['sweep_id']), trialId: id, worker: String(row['worker']) };
    await withBus(context, (bus) => writeArtifacts({ store, bus }, leaver, artifacts, to));
    return context.say(`Wrote ${plural(artifacts.length, 'artifact')} of trial ${id} to ${to}.`);
  }
  if (format === 'json') return terminal.out.writeAll(jsonText(artifacts));
  if (format === 'csv') {
    const rows = artifacts.map(({ name, bytes: size, sha256 }) => [name, size, sha256]);
    return writePages(terminal.out, [{ columns: ['name', 'bytes', 'sha256'], rows }], 'csv');
  }
  if (artifacts.length === 0) return context.say(`Trial ${id} left no artifacts.`);
  await writeColumns(terminal, [
    {
      header: 'name',
      align: 'left',
      cells: artifacts.map(({ name }) => printable(name)),
      importance: 3,
      shrinkTo: 16,
    },
    { header: 'size', align: 'right', cells: artifacts.map((each) => bytes(each.bytes)), importance: 2 },
    {
      header: 'sha256',
      align: 'left',
      cells: artifacts.map(({ sha256 }) => sha256),
      importance: 1,
      shrinkTo: 16,
    },
  ]);
}

/** The bus that is named, connected to where it is asked for. */
async function withBus(
  context: Context,
  act: (bus: (() => Promise<Bus>) | null) => Promise<void>,
): Promise<void> {
  let opened = null as Promise<Bus> | null;
  const open = () => {
    opened ??= context.openBus('reader', `artifacts-${randomUUID().slice(0, 8)}`);
    return opened;
  };
  try {
    await act(context.settings.bus === null ? null : open);
  } finally {
    await (await opened)?.close();
  }
}
