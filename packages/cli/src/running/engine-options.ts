import { type Command, Option } from 'commander';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { BACKEND_CHOICES, type BackendChoice, ENGINES, type EngineName } from './engine-wish.ts';

export interface EngineOptions {
  readonly engine?: EngineName;
  readonly backend?: BackendChoice;
  readonly nativeFolder?: string;
}

export type Cohort = number | 'auto';

/** For commands that say which engine a sweep gets. */
export function engineOptions(command: Command): Command {
  return nativeFolderOption(
    command
      .option('--engine <ENGINE>', `what trains: ${ENGINES.join(', ')}`, oneOf('--engine', ENGINES))
      .option(
        '--backend <BACKEND>',
        `what the engine tfjs runs on: ${BACKEND_CHOICES.join(', ')}`,
        oneOf('--backend', BACKEND_CHOICES),
      ),
  );
}

export function nativeFolderOption(command: Command): Command {
  return command.option(
    '--native-folder <DIR>',
    'where libtensorflow was installed (default: .latentsweep/native, where it is there)',
  );
}

/** For commands that train. */
export function cohortOption(command: Command): Command {
  return command.addOption(
    new Option('--cohort <N>', 'trials that the engine tfjs trains as one').argParser(cohort).default('auto'),
  );
}

const MOST_LANES = 4096;

function cohort(text: string): Cohort {
  return text === 'auto' ? 'auto' : wholeNumber('--cohort', 1, MOST_LANES)(text);
}
