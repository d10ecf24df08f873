import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Failure } from '../failure.ts';

export interface Command {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly hasInput: boolean;
}

/**
 * Starts a program as the leader of a session and group of its own, with nothing open but pipes. Throws a `Failure`.
 */
export async function startProgram(command: Command): Promise<ChildProcess> {
  const { argv, folder, env, hasInput } = command;
  const [file, ...rest] = argv;
  let child: ChildProcess;
  try {
    child = spawn(file ?? '', rest, {
      cwd: folder,
      env: { ...env },
      detached: true,
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw notStarted(error as NodeJS.ErrnoException, command);
  }
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException];
    throw notStarted(error, command);
  }
  // Of what else may be wrong, its exit tells.
  child.on('error', () => {});
  return child;
}

function notStarted(error: NodeJS.ErrnoException, { argv, folder }: Command): Failure {
  switch (error.code ?? '') {
    case 'ENOENT':
    case 'ENOTDIR': {
      const what = existsSync(folder) ? `'${argv[0]}' was not found` : `its folder ${folder} is not there`;
      return new Failure('no_such_program', what);
    }
    case 'EACCES':
    case 'EPERM':
      return new Failure('not_executable', `'${argv[0]}' may not be executed (${error.code})`);
    case 'E2BIG':
      return new Failure(
        'bad_config',
        "the config is longer than the system lets arguments and variables be; 'config: file' and 'config: stdin' have no such bound",
      );
    case 'ERR_INVALID_ARG_VALUE':
      return new Failure(
        'bad_config',
        'arguments and variables can hold no NUL character, and a command is no empty text',
      );
    default:
      return new Failure('not_started', error.message);
  }
}
