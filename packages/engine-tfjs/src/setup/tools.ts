/** What of other people's programs is needed, and how one gets what is missing. */

import { InputError } from '@latentsweep/core';
import { type Environment, runTool } from './tool.ts';

export interface Tools {
  /** A Python 3 that has pip. */
  readonly python: string;
  readonly npm: string;
  /** A compiler for C++ 17. */
  readonly compiler: string;
}

interface Missing {
  readonly what: string;
  readonly get: string;
}

const PIP_AT_LEAST = 21;

/** Throws InputError `setup_needs` with all that is missing. */
export async function findTools(env: Environment): Promise<Tools> {
  const says = async (command: string, ...args: string[]) => {
    const { code, out } = await runTool(command, args, { env });
    return code === 0 ? out : null;
  };
  const compiler = env['CXX'] || 'g++';
  const [python, npm, cxx] = await Promise.all([
    findPython(says),
    says('npm', '--version'),
    says(compiler, '--version'),
  ]);
  const missing: Missing[] = [];
  if (typeof python !== 'string') missing.push(python);
  if (npm === null) missing.push({ what: 'npm', get: 'npm comes with Node: https://nodejs.org' });
  if (cxx === null) {
    const get = 'apt-get install g++, or dnf install gcc-c++; CXX names another compiler of C++ 17';
    missing.push({ what: `a C++ compiler (${compiler})`, get });
  }
  if (missing.length === 0) return { python: python as string, npm: 'npm', compiler };
  throw new InputError(
    'setup_needs',
    `This machine lacks ${listed(missing.map(({ what }) => what))}.`,
    `Get what is missing and set it up again. ${missing.map(({ get }) => get).join('. ')}.`,
  );
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

type Says = (command: string, ...args: string[]) => Promise<string | null>;

async function findPython(says: Says): Promise<string | Missing> {
  let lacksPip: Missing | null = null;
  for (const python of ['python3', 'python']) {
    const version = await says(python, '-c', 'import sys; print(sys.version_info[0])');
    if (version?.trim() !== '3') continue;
    const pip = /^pip (\d+)/.exec((await says(python, '-m', 'pip', '--version')) ?? '')?.[1];
    if (Number(pip) >= PIP_AT_LEAST) return python;
    lacksPip ??= {
      what: pip === undefined ? `pip for ${python}` : `a pip of ${PIP_AT_LEAST} or newer (it is ${pip})`,
      get: `apt-get install python3-pip, or ${python} -m ensurepip --upgrade, or a virtual environment in which both are`,
    };
  }
  return (
    lacksPip ?? { what: 'Python 3 with pip', get: 'apt-get install python3-pip, or dnf install python3-pip' }
  );
}
