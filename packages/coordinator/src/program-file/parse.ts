import { dirname, resolve } from 'node:path';
import {
  type Fault,
  InputError,
  PROGRAM_NAME,
  type ProgramDeclaration,
  type ProgramLimits,
  plural,
  printable,
  startOf,
} from '@latentsweep/core';
import {
  Findings,
  Found,
  type MapTree,
  openSection,
  parseYaml,
  Section,
  shown,
} from '@latentsweep/plain-file';
import { readCommand } from './command.ts';
import { LIMIT_KEYS, PROGRAM_KEYS } from './keys.ts';

const EXAMPLE = 'Write `programs: { train.py: { folder: . } }`.';
/** More than a worker would be given by hand. */
const MOST_PROGRAMS = 1000;

/** A program, with the place that its faults are said of. */
export interface ReadProgram {
  readonly program: ProgramDeclaration;
  /** The file that its name is of, within its folder. Null: its command names none. */
  readonly file: string | null;
  readonly found: Found;
}

/** A checked file, with the places of its programs for what is found wrong outside of it. */
export interface ReadPrograms {
  readonly read: readonly ReadProgram[];
  readonly findings: Findings;
}

/** The text of `programs.yaml`. Undefined programs are those with faults, which are in `findings`. */
export function parsePrograms(text: string, path: string, platform: string): ReadPrograms {
  const findings = new Findings();
  const tree = parseYaml(text.replace(/^\uFEFF/, ''), findings, {
    doubt: 'Is it a file of programs?',
    start: EXAMPLE,
  });
  const top = tree && new Found(tree, '', findings).asMap(EXAMPLE);
  top?.refuseUnknown(['programs'], (key) =>
    top.under('programs') ? null : `Put ${shown(key)} under \`programs\`, if it is the name of one.`,
  );
  const named = top && (top.under('programs') ?? missing(top));
  const entries = named?.asMap(EXAMPLE)?.entries() ?? [];
  if (named && entries.length === 0 && findings.faults.length === 0) {
    named.fault('missing_key', 'declares no program', EXAMPLE);
  }
  if (named && entries.length > MOST_PROGRAMS) {
    const message = `declares ${entries.length} programs; ${MOST_PROGRAMS} is the most`;
    named.fault('wrong_length', message, 'Split the file, one for each kind of worker.');
    return { read: [], findings };
  }
  const folder = dirname(resolve(path));
  const read = entries.flatMap(([name, found]) => {
    const program = readProgram(name, found, folder, platform);
    return program ?? [];
  });
  return { read, findings };
}

function missing(top: Found): undefined {
  return top.at('programs').fault('missing_key', 'the file needs `programs`', EXAMPLE);
}

/** Throws InputError `bad_programs_file` where there are faults. */
export function refuseFaults(path: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new InputError(
    'bad_programs_file',
    `${printable(path)} has ${plural(faults.length, 'fault')}.`,
    'Correct the file and run the command again. docs/programs.md describes every key.',
    faults,
  );
}

function readProgram(name: string, found: Found, base: string, platform: string): ReadProgram | undefined {
  if (!PROGRAM_NAME.test(name)) {
    const message = `${shown(name)} is no name of a program`;
    const hint = 'Use 1 to 64 letters, digits and `. _ - + /`, with a letter, digit or `_` first.';
    found.fault('bad_program_name', message, hint, found.keyAt);
  }
  const map = asMapping(found);
  if (map === undefined) return undefined;
  map.refuseUnknown([...Object.keys(PROGRAM_KEYS), 'command', 'limits'], (key) =>
    key in LIMIT_KEYS ? 'It is a limit: put it under `limits`.' : null,
  );
  const section = new Section(map, PROGRAM_KEYS);
  const given = section.under('command');
  const command = given ? readCommand(given) : null;
  const limits = readLimits(section);
  const plain = section.all(
    'folder',
    'config',
    'reports',
    'env',
    'files',
    'warm',
    'checkpoint',
    'deterministic',
    'retries',
    'threads',
  );
  if (command === undefined || limits === undefined || plain === undefined) return undefined;
  const { folder, env, ...rest } = plain;
  const program: ProgramDeclaration = {
    name,
    command: startOf(name, command, platform),
    folder: resolve(base, folder),
    environment: [...new Set(env)],
    limits,
    ...rest,
  };
  const isFile = command === null || command.includes('${program}');
  return { program, file: isFile ? resolve(program.folder, name) : null, found };
}

/** `train.py:` alone is a program with nothing but defaults. */
function asMapping(found: Found): Found<MapTree> | undefined {
  const { tree, path, findings, keyAt } = found;
  if (tree.kind !== 'scalar' || tree.value !== null)
    return found.asMap('Write `{ command: […] }`, or nothing.');
  return new Found<MapTree>({ kind: 'map', at: tree.at, entries: [] }, path, findings, keyAt);
}

function readLimits(program: Found): ProgramLimits | undefined {
  const section = openSection(program, 'limits', LIMIT_KEYS, 'Write `limits: { seconds: 3600 }`.');
  const given = Object.keys(LIMIT_KEYS).filter((key) => section?.under(key)) as (keyof typeof LIMIT_KEYS)[];
  if (section?.all('output_mb', ...given) === undefined) return undefined;
  return {
    seconds: section.get('seconds') ?? null,
    memoryMb: section.get('memory_mb') ?? null,
    outputMb: section.get('output_mb')!,
    processes: section.get('processes') ?? null,
  };
}
