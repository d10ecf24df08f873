import { availableParallelism } from 'node:os';
import type { ProgramDefinition } from '@latentsweep/coordinator';
import { startOf } from '@latentsweep/core';
import type { ProgramDeclaration } from '@latentsweep/program';

/** What finds the libraries and devices that a user's shell is set up for. */
const OF_THE_SHELL = [
  ...['VIRTUAL_ENV', 'CONDA_PREFIX', 'PYTHONPATH', 'PYTHONHOME', 'R_LIBS', 'R_LIBS_USER', 'NODE_PATH'],
  ...['LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES', 'CUDA_HOME', 'HF_HOME', 'XDG_CACHE_HOME'],
];
const OUTPUT_MB = 100;

/** The program of a sweep file as one's own machine runs it, where nobody declared it: as the file says, in its folder. */
export function programHere(program: ProgramDefinition, slots: number): ProgramDeclaration {
  const { name, path, command, config, folder, reports } = program;
  return {
    ...{ name, folder, reports, config: config ?? 'flags', environment: OF_THE_SHELL },
    command: path === null ? command! : startOf(path, command, process.platform),
    limits: { seconds: null, memoryMb: null, outputMb: OUTPUT_MB, processes: null },
    ...{ warm: false, checkpoint: false, deterministic: false, retries: 0 },
    threads: Math.max(1, Math.floor(availableParallelism() / slots)),
  };
}
