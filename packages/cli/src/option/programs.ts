import type { Command } from 'commander';

export interface ProgramsOption {
  readonly programs?: string;
}

/** A file that declares programs, of whoever runs them. */
export function programsOption(command: Command): Command {
  return command.option('--programs <FILE>', 'a file that declares programs of your own (programs.yaml)');
}
