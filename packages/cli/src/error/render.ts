import type { Spell } from '@latentsweep/app';
import { type Fault, InputError, LatentsweepError, printable, redacted, spelled } from '@latentsweep/core';
import { ExitCode } from '../exit-code.ts';
import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/text.ts';

export interface ErrorView {
  readonly style: Style;
  /** Show stack traces. */
  readonly debug: boolean;
  /** Columns of the terminal; lines break at spaces. Absent: they do not break. */
  readonly width?: number;
  /** How commands are spelled. Absent: as they are. */
  readonly spell?: Spell | undefined;
  /** The sweep file that faults are in, as the user named it. */
  readonly file?: string | undefined;
}

/** What the user reads: the code, the rule with the value seen, what to do; one block a fault of a file. */
export function renderError(error: unknown, view: ErrorView): string[] {
  const { style } = view;
  const told = explain(error);
  const spell = (text: string) => (view.spell ? spelled(text, view.spell) : text);
  const head = `${style.red(style.bold('error'))}${style.dim(`[${told.code}]`)} ${safe(spell(told.message))}`;
  const lines = indent(head, '', view);
  for (const fault of told.faults) lines.push(...renderFault(fault, view));
  if (told.hint !== '') lines.push(...indent(safe(spell(told.hint)), '  ', view));
  if (view.debug && error instanceof Error) lines.push(...debugLines(error).map(style.dim));
  return lines;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof InputError ? ExitCode.badInput : ExitCode.failed;
}

function renderFault(fault: Fault, view: ErrorView): string[] {
  const { style, file } = view;
  // A fault without a line is in the command line, not in the file.
  const place =
    fault.line === undefined ? '' : [file, fault.line, fault.column].filter((p) => p !== undefined).join(':');
  const head = [place && style.bold(safe(place)), fault.path && style.cyan(safe(fault.path))];
  return [
    `  ${[...head, style.dim(`[${fault.code}]`)].filter(Boolean).join('  ')}`,
    ...indent(safe(fault.message), '    ', view),
    ...(fault.hint === '' ? [] : indent(safe(fault.hint), '    ', view).map(style.dim)),
  ];
}

type Told = Pick<InputError, 'code' | 'message' | 'hint' | 'faults'>;

function explain(error: unknown): Told {
  if (error instanceof LatentsweepError) {
    const { code, message, hint } = error;
    return { code, message, hint, faults: error instanceof InputError ? error.faults : [] };
  }
  return (
    systemError(error) ?? {
      code: 'internal',
      message: error instanceof Error ? error.message : String(error),
      hint: 'This is a fault of latentsweep itself. Run the command again with --debug to see where, and report that.',
      faults: [],
    }
  );
}

const SYSTEM: Readonly<Record<string, readonly [code: string, hint: string]>> = {
  ENOSPC: ['disk_full', 'Free some space and run the command again: what was recorded is kept.'],
  EACCES: ['not_permitted', 'Check who owns the file or folder, or name another one.'],
  EPERM: ['not_permitted', 'Check who owns the file or folder, or name another one.'],
  EROFS: ['not_permitted', 'The file system is read-only: name a place that can be written.'],
  EMFILE: ['too_many_files', 'Raise the limit (`ulimit -n 4096`) and run the command again.'],
  ENOENT: ['not_found', 'Check the path.'],
  EISDIR: ['not_a_file', 'Name a file, not a folder.'],
  ENOTDIR: ['not_a_folder', 'Check the path: a part of it is a file.'],
};

/** Node's own errors carry an errno name, which says enough to act on. */
function systemError(error: unknown): Told | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const known = SYSTEM[String(error.code)];
  if (!known) return null;
  return { code: known[0], message: error.message, hint: known[1], faults: [] };
}

function debugLines(error: Error): string[] {
  const lines = (error.stack ?? String(error)).split('\n').map(safe);
  return error.cause instanceof Error ? [...lines, 'caused by:', ...debugLines(error.cause)] : lines;
}

/** Messages may quote what the user wrote, a URL with a password as well; their own line feeds stay. */
function safe(text: string): string {
  return redacted(text).split('\n').map(printable).join('\n');
}

function indent(text: string, by: string, { width = Number.POSITIVE_INFINITY }: ErrorView): string[] {
  const lines = text.split('\n').flatMap((line) => wrap(line, width - by.length));
  return lines.map((line) => by + line);
}
