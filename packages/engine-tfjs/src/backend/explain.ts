import { OLDEST_DRIVER } from '../variant.ts';
import { type NativeName, NoGpuError, NotInstalledError } from './native.ts';
import type { BackendName } from './port.ts';

/** Why a backend did not load (`reason`) and what to do about it (`fix`), from what its loading threw. */
export function explain(name: BackendName, error: unknown) {
  const message = firstLine(error);
  if (name === 'wasm' || name === 'cpu') {
    return { reason: message, fix: 'Install the dependencies again: `npm start` does.' };
  }
  if (error instanceof NotInstalledError) return { reason: message, fix: installHint(name) };
  if (message.includes('tfjs_binding.node')) {
    const reason = 'its package is installed without the native library';
    return { reason, fix: `${installHint(name)} Or see why its install script did not run.` };
  }
  if (error instanceof NoGpuError) {
    return {
      reason: message,
      fix:
        `See that \`nvidia-smi\` lists a GPU and a driver of ${OLDEST_DRIVER} or newer, and that the library is one for GPUs: ` +
        '`sweep setup tensorflow --gpu` installs it with the CUDA libraries that it needs. See docs/engines.md.',
    };
  }
  if ((error as { code?: unknown } | null)?.code === 'ERR_DLOPEN_FAILED') {
    return { reason: `its native library does not load: ${message}`, fix: installHint(name) };
  }
  if (message.includes('computes on the GPU')) {
    return {
      reason: message,
      fix: 'Take --backend tensorflow-gpu, or hide the GPU: CUDA_VISIBLE_DEVICES=-1.',
    };
  }
  return { reason: message, fix: 'See docs/engines.md.' };
}

const installHint = (name: NativeName): string =>
  `Install it on this machine: \`sweep setup tensorflow${name === 'tensorflow-gpu' ? ' --gpu' : ''}\`. ` +
  'Where it lies elsewhere, --native-folder names the folder. See docs/engines.md.';

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.trim();
}
