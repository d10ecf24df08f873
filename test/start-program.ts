/** Starts programs as a worker does, for what is tested of the programs themselves. */

import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Said {
  readonly code: number | null;
  /** Lines of JSON, with the NaN and infinities that Python writes as text. */
  readonly reports: readonly Record<string, unknown>[];
  /** What else it said, line by line. */
  readonly log: readonly string[];
  readonly errors: string;
}

/** Runs it to its end, with nothing of our environment but what a worker lets through. */
export async function startProgram(
  [command, ...args]: readonly [string, ...string[]],
  options: { folder: string; env?: Record<string, string>; input?: string },
): Promise<Said> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { cwd: options.folder, env: { PATH, HOME, ...options.env } });
  child.stdin.end(options.input ?? '');
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  const [code, lines, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const isReport = (line: string) => line.startsWith('{');
  const said = lines.split('\n').filter((line) => line !== '');
  return {
    ...{ code, errors, log: said.filter((line) => !isReport(line)) },
    reports: said
      .filter(isReport)
      .map((line) => JSON.parse(line.replaceAll(/(?<=: )-?(?:NaN|Infinity)/g, '"$&"'))),
  };
}

/** Whether a command that only asks for something works here. */
export function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
