import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { absenceOf, type DatasetDefinition, type SweepDefinition } from '@latentsweep/coordinator';
import { canonicalJson, InputError, type ProgramDeclaration, scriptIn, startOf } from '@latentsweep/core';
import { sharedKeyOf } from './shared-key.ts';

type ProgramDefinition = Extract<DatasetDefinition, { kind: 'program' }>;

/** A program that is run on the user's own machine, without a bus. */
export interface LocalProgram {
  readonly declaration: ProgramDeclaration;
  /** What it is known again by: the SHA-256 of its command, its folder and its file's bytes. */
  readonly key: string;
  /** By which its results are known again in other sweeps. Null: it is not declared `deterministic: true`. */
  readonly sharedKey: string | null;
  /** Its owner has declared it; or else its file and command are those that the sweep file names. */
  readonly declared: boolean;
}

/** The one that is declared under the sweep's name. Throws InputError `program_not_declared`. */
export function declaredProgram(
  { name }: Pick<ProgramDefinition, 'name'>,
  programs: readonly ProgramDeclaration[],
): LocalProgram {
  const declaration = programs.find((one) => one.name === name);
  if (declaration) {
    const script = scriptOf(declaration);
    const sharedKey = declaration.deterministic ? sharedKeyOf(declaration, script, process.env) : null;
    return { declaration, key: keyOf(declaration, bytesOf(script)), sharedKey, declared: true };
  }
  const names = programs.map((one) => one.name);
  throw new InputError(
    'program_not_declared',
    `The sweep is one of the program ${name}, which is not declared.`,
    `Declare it, or name another: ${names.join(', ')}.`,
  );
}

const OUTPUT_MB = 100;

/** What finds the libraries and devices that a user's shell is set up for; nothing else of it is handed on. */
const OF_THE_SHELL = [
  ...['VIRTUAL_ENV', 'CONDA_PREFIX', 'PYTHONPATH', 'PYTHONHOME', 'R_LIBS', 'R_LIBS_USER', 'NODE_PATH'],
  ...['LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'CUDA_HOME', 'HF_HOME', 'XDG_CACHE_HOME'],
];

/**
 * The file beside the sweep file that this names, as an owner would declare it: with what the user's shell has for libraries, and
 * no limit but that of output. Throws InputError `no_such_folder`, `no_such_program`, `not_executable` or
 * `unreadable_file`.
 */
export function localProgram(definition: ProgramDefinition): LocalProgram {
  const { name, folder, path, command, config, reports = 'lines' } = definition;
  const declaration: ProgramDeclaration = {
    ...{ name, folder, reports, config: config ?? 'flags' },
    command: startOf(path ?? name, command, process.platform),
    environment: OF_THE_SHELL,
    limits: { seconds: null, memoryMb: null, outputMb: OUTPUT_MB, processes: null },
    ...{ warm: false, checkpoint: false, deterministic: false, retries: 0, threads: 1 },
  };
  const file = path === undefined ? null : resolve(folder, path);
  const absence = absenceOf(declaration, file);
  if (absence) {
    const hint =
      '`program` is a file beside the sweep file, or a name that workers declare: those run it with --bus.';
    throw new InputError(absence.code, `${absence.message}.`, hint);
  }
  return {
    declaration,
    key: keyOf(declaration, bytesOf(file ?? scriptOf(declaration))),
    sharedKey: null,
    declared: false,
  };
}

/** A command without `program` may name its script all the same. */
function scriptOf({ command, folder }: ProgramDeclaration): string | null {
  const script = scriptIn(command);
  const file = resolve(folder, script ?? '');
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

function bytesOf(file: string | null): Uint8Array {
  try {
    return file === null ? new Uint8Array() : readFileSync(file);
  } catch (error) {
    const { message } = error as NodeJS.ErrnoException;
    throw new InputError(
      'unreadable_file',
      `The program can't be read: ${message}.`,
      'Check its permissions.',
    );
  }
}

function keyOf(
  { command, folder }: Pick<ProgramDeclaration, 'command' | 'folder'>,
  bytes: Uint8Array,
): string {
  const program = createHash('sha256').update(bytes).digest('hex');
  return createHash('sha256').update(canonicalJson({ command, folder, program })).digest('hex');
}

/** The sweep's definition with what its program is said to be by those who run it here. */
export function asDeclared(definition: SweepDefinition, { sharedKey }: LocalProgram): SweepDefinition {
  const { dataset } = definition;
  if (dataset.kind !== 'program' || sharedKey === null) return definition;
  return { ...definition, dataset: { ...dataset, sharedKey } };
}
