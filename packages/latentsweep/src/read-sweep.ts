import { readFile } from 'node:fs/promises';
import { type CheckedFile, checkFile, checkText } from '@latentsweep/app';
import { type Fault, InputError, plural } from '@latentsweep/core';
import { entryOf, Findings, parseYaml } from '@latentsweep/plain-file';

type Earlier = Parameters<typeof checkFile>[2];

/** Who computes the trials. A sweep that says nothing of it is for whoever opens it. */
const WHO = ['ask', 'program', 'command', 'dataset'];

/** A sweep file, or an object of the same shape. Throws InputError `bad_sweep_file` with all faults. */
export async function readSweep(file: string | object, earlier: Earlier): Promise<CheckedFile> {
  if (typeof file === 'object') {
    refuseDoubtful(file);
    const sweep = WHO.some((key) => key in file) ? file : { ...file, ask: true };
    return checkText(JSON.stringify(sweep), { folder: process.cwd(), engines: [] }, earlier);
  }
  const overrides = (await saysWho(file)) ? {} : { set: ['ask=true'] };
  return checkFile(file, { overrides, engines: [] }, earlier);
}

/** A file that can't be read says who as well: what is wrong with it is told elsewhere. */
async function saysWho(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const tree = text === null ? null : parseYaml(text, new Findings(), { doubt: '', start: '' });
  return tree === null || WHO.some((key) => entryOf(tree, key) !== undefined);
}

/** In a file 1.0 and 1 tell real from whole numbers; in JavaScript they are the same. Throws InputError `bad_sweep_file`. */
function refuseDoubtful(sweep: object): void {
  const faults = 'parameters' in sweep ? doubtful(sweep.parameters, 'parameters') : [];
  if (faults.length === 0) return;
  const hint = 'Correct the sweep. docs/typescript-api.md describes what is special to objects.';
  throw new InputError(
    'bad_sweep_file',
    `The sweep has ${plural(faults.length, 'doubtful range')}.`,
    hint,
    faults,
  );
}

function doubtful(value: unknown, path: string): Fault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { min, max, distribution } = value as Record<string, unknown>;
  if (distribution === undefined && Number.isInteger(min) && Number.isInteger(max)) {
    return [
      {
        ...{ code: 'doubtful_range', path },
        message: `from ${min} to ${max} may mean whole numbers or all between`,
        hint: "Add distribution: 'int_uniform', or distribution: 'uniform'.",
      },
    ];
  }
  return Object.entries(value).flatMap(([name, each]) => doubtful(each, `${path}.${name}`));
}
