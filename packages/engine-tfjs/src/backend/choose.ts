import { InputError } from '@latentsweep/core';
import { explain } from './explain.ts';
import { loadNative } from './native.ts';
import {
  BACKENDS,
  type BackendName,
  type BackendOptions,
  type LoadedBackend,
  type MissingBackend,
} from './port.ts';

export type Loader = (name: BackendName) => Promise<LoadedBackend>;

/**
 * Loads one backend; throws what its loading throws. Modules are imported when they are wanted: TF.js for Node
 * brings kernels of the CPU backend along and complains of each that is there already.
 */
export function loaderOf(options: BackendOptions): Loader {
  return async (name) => {
    switch (name) {
      case 'tensorflow-gpu':
      case 'tensorflow':
        return loadNative(name, options);
      case 'wasm':
        return (await import('./wasm.ts')).loadWasm();
      case 'cpu':
        return (await import('./cpu.ts')).loadCpu();
    }
  };
}

export interface Choice {
  readonly loaded: LoadedBackend;
  /** Better ones that can't be used here, and why. */
  readonly passedOver: readonly MissingBackend[];
}

/**
 * The backend that is asked for, or with `auto` the best that works.
 * Throws InputError `backend_missing` where there is none.
 */
export async function chooseBackend(wanted: BackendName | 'auto', load: Loader): Promise<Choice> {
  const passedOver: MissingBackend[] = [];
  for (const name of wanted === 'auto' ? BACKENDS : [wanted]) {
    try {
      return { loaded: await load(name), passedOver };
    } catch (error) {
      passedOver.push(explain(name, error));
    }
  }
  const last = passedOver.at(-1)!;
  throw new InputError(
    'backend_missing',
    `The TF.js backend "${last.name}" can't be used here: ${last.reason}.`,
    last.fix,
  );
}
