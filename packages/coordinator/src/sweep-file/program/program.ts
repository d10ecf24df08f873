import { CONFIG_MACROS, macroIn, programNameOf, scriptIn } from '@latentsweep/core';
import { type Found, Section, show } from '@latentsweep/plain-file';
import type { ProgramDefinition } from '../../port.ts';
import { readCommand } from '../../program-file/command.ts';
import { type Folders, folderOf } from '../dataset.ts';
import type { Top } from '../top.ts';
import { PROGRAM_KEYS } from './keys.ts';

type Named = Omit<ProgramDefinition, 'kind' | 'metrics'>;

/** `program` and `command`, of which there is one at least, and how they are told a config. Undefined with faults. */
export function readProgram(top: Top, folders: Folders): Named | undefined {
  const section = new Section(top, PROGRAM_KEYS);
  const ask = section.get('ask');
  if (ask === undefined) return undefined;
  if (ask) return refuseRun(top) ? ASKED : undefined;
  const path = section.under('program') ? section.get('program') : null;
  const given = section.under('command');
  const command = given ? readCommand(given) : null;
  const config = section.under('config') ? section.get('config') : null;
  const reports = section.under('reports') ? section.get('reports') : 'lines';
  if (path === undefined || command === undefined || config === undefined || reports === undefined) {
    return undefined;
  }
  const name = path === null ? nameIn(command!, given!) : nameOf(path, section.at('program'));
  if (name === undefined) return undefined;
  if (given && (config ?? 'flags') === 'flags') noteConfigInFile(command!, given);
  const folder = folderOf(section.under('program') ?? given!, folders);
  return {
    ...{ name, config, folder, command },
    ...(path === null ? {} : { path }),
    ...(reports === 'lines' ? {} : { reports }),
  };
}

const ASKED: Named = { name: 'ask', config: null, folder: '', command: null, asked: true };

/** Whether the file says nothing of how its trials would be run. */
function refuseRun(top: Top): boolean {
  const said = ['program', 'command', 'config', 'reports'].flatMap((key) => top.under(key) ?? []);
  for (const found of said) {
    const message = 'with `ask: true` no program runs the trials';
    found.fault('asked_and_run', message, 'Remove one of the two.', found.keyAt);
  }
  return said.length === 0;
}

function nameOf(path: string, found: Found): string | undefined {
  const name = programNameOf(path);
  if (name !== null) return name;
  const message = `no name of a program can be made of ${show(found.tree)}`;
  const hint = 'Use 1 to 64 letters, digits and `. _ - + /`, with a letter, digit or `_` first.';
  return found.fault('bad_program_name', message, hint);
}

/** Of a command by itself: by the script that it runs, or else its first word. */
function nameIn(command: readonly string[], found: Found): string | undefined {
  if (command.includes('${program}')) {
    const message = 'the command has `${program}`, and the file has no `program`';
    return found.fault('missing_key', message, 'Add `program: train.py`.');
  }
  const word = scriptIn(command);
  return word === null ? nameOf('', found) : nameOf(word, found);
}

function noteConfigInFile(command: readonly string[], found: Found): void {
  const macros: readonly string[] = CONFIG_MACROS;
  if (command.some((word) => macros.includes(macroIn(word) ?? ''))) return;
  const message = 'the command has no `${args}`, so that the config is in a file, $LATENTSWEEP_CONFIG';
  const hint = 'As in W&B; the clients read it. Add "${args}" for flags.';
  found.note('config_in_file', message, hint, found.keyAt);
}
