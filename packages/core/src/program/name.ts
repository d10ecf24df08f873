/**
 * What a program may be called, by those who declare it and by sweeps that ask for it: a label of workers, and text in messages.
 * It is never a path, though it may look like one (`src/train.py`), as that is what W&B's files have.
 */
export const PROGRAM_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.+/-]{0,63}$/;

/** A file as a sweep names it, as the name of a program: without the folders that lead out of its own. Null: none can be made of it. */
export function programNameOf(file: string): string | null {
  const plain = file.replace(/^(?:\.\/)+/, '');
  const leadsOut = plain.startsWith('/') || plain.split('/').includes('..');
  const name = leadsOut ? plain.slice(plain.lastIndexOf('/') + 1) : plain;
  return PROGRAM_NAME.test(name) ? name : null;
}

/** The variable that a program finds a parameter in, where it takes its config by variables. */
export const environmentName = (parameter: string): string =>
  `LATENTSWEEP_PARAM_${parameter.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
