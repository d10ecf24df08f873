/** For the tests of infra/: its files, a set-up for them, and the real program as a judge of command lines. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '@latentsweep/cli';
import { afterAll, beforeAll, expect } from 'vitest';
import { Context } from '../packages/cli/src/context.ts';
import { createProgram } from '../packages/cli/src/program.ts';
import { readSettings } from '../packages/cli/src/settings/settings.ts';
import { fakeTerminal } from '../packages/cli/src/terminal/fixtures/fake-terminal.ts';

export const INFRA = fileURLToPath(new URL('../infra/', import.meta.url));
export const read = (file: string) => readFileSync(join(INFRA, file), 'utf8');
export const files = readdirSync(INFRA, { recursive: true }).map(String);

/** A set-up, made before the tests of the file that calls this: where it will be. */
export function withSetup(): { readonly folder: string; files(): string[]; read(file: string): string } {
  const base = mkdtempSync(join(tmpdir(), 'latentsweep-infra-'));
  const folder = join(base, 'setup');
  beforeAll(async () => {
    // As compose.yaml says; all others need no more.
    const [, line] = /npx sweep (cluster init secured .*)$/m.exec(read('compose.yaml'))!;
    const args = line!.split(' ').map((word) => (word === 'secured' ? folder : word));
    expect(await runCli(args, fakeTerminal(), {})).toBe(0);
  });
  afterAll(() => rmSync(base, { recursive: true }));
  return {
    folder,
    files: () => readdirSync(folder, { recursive: true }).map(String),
    read: (file) => readFileSync(join(folder, file), 'utf8'),
  };
}

/**
 * Why the program refuses a command line, or null. It parses and does not run it; settings files are those of the
 * set-up with the same name.
 */
export async function refusal(
  args: readonly string[],
  setup: { readonly folder: string },
): Promise<string | null> {
  const context = new Context(fakeTerminal(), readSettings({}, {}), 'sweep');
  const program = await createProgram(context, {}, args[0]!);
  const command = program.commands.find((c) => c.name() === args[0]);
  if (!command) return `there is no command ${args[0]}`;
  for (const each of [command, ...command.commands]) each.action(() => {});
  const meant = args.map((arg) => (arg.endsWith('.yaml') ? join(setup.folder, basename(arg)) : arg));
  return program.parseAsync(meant, { from: 'user' }).then(
    () => null,
    (error: Error) => error.message,
  );
}

/** Whether a program is on the PATH. */
export function isThere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((path) => {
    try {
      return readdirSync(path).includes(program);
    } catch {
      return false;
    }
  });
}
