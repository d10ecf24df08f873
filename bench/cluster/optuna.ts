import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface OptunaFigures {
  readonly optuna: string;
  readonly trials: number;
  readonly seconds: number;
}

const SCRIPT = fileURLToPath(new URL('../peers/optuna.py', import.meta.url));

/** Optuna on a database of the same server, or why there is none. Debian's packages serve. */
export async function runOptuna(
  storeUrl: string,
  mode: 'grid' | 'trials' | 'sum' | 'tpe',
  workers: number,
): Promise<OptunaFigures | string> {
  for (const python of ['/usr/bin/python3', 'python3']) {
    try {
      await promisify(execFile)(python, ['-c', 'import optuna, psycopg2']);
    } catch {
      continue;
    }
    const { stdout } = await promisify(execFile)(python, [SCRIPT, storeUrl, mode, String(workers)]);
    return JSON.parse(stdout) as OptunaFigures;
  }
  return 'Optuna is not installed (apt-get install python3-optuna python3-psycopg2)';
}
