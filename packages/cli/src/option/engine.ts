import { backendsOf, type Cohort } from '@latentsweep/app';
import { ENGINES } from '@latentsweep/worker/engines';
import { type Command, Option } from 'commander';
import { oneOf, wholeNumber } from './parse.ts';

const NAMES = ['auto', ...ENGINES.map(({ name }) => name)];
const BACKENDS = ['auto', ...backendsOf(ENGINES)];
const WITH_BACKENDS = ENGINES.filter((kind) => backendsOf([kind]).length > 0).map(({ name }) => name);
const ON_DEVICES = ENGINES.filter(({ variants }) => variants.some(({ bitsOf }) => bitsOf)).map(
  ({ name }) => name,
);
const FUSING = ENGINES.filter(({ variants }) => variants.some(({ traits }) => traits.pays.to > 1)).map(
  ({ name }) => name,
);

/** For commands that say which engine a sweep gets. */
export function engineOptions(command: Command): Command {
  return nativeFolderOption(
    deviceOptions(command)
      .option('--engine <ENGINE>', `what trains: ${NAMES.join(', ')}`, oneOf('--engine', NAMES))
      .option(
        '--backend <BACKEND>',
        `what the engine ${WITH_BACKENDS.join(' or ')} runs on: ${BACKENDS.join(', ')}`,
        oneOf('--backend', BACKENDS),
      ),
  );
}

/** For engines that run on devices. */
export function deviceOptions(command: Command): Command {
  return command
    .option(
      '--device <PART>',
      `of the engine ${ON_DEVICES.join(' or ')}: a part of the name of the GPU to take`,
    )
    .option(
      '--recheck-one-in <N>',
      'of what a GPU computes with the bits of a CPU, one job in so many is computed again there; 0: none (default: 1000)',
      wholeNumber('--recheck-one-in', 0, 1_000_000_000),
    )
    .option('--allow-software', 'for tests: a driver in software will do for a GPU');
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
    new Option('--cohort <N>', `trials that the engine ${FUSING.join(' or ')} trains as one`)
      .argParser(cohort)
      .default('auto'),
  );
}

const MOST_LANES = 4096;

function cohort(text: string): Cohort {
  return text === 'auto' ? 'auto' : wholeNumber('--cohort', 1, MOST_LANES)(text);
}
