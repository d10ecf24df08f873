import { NATIVE_PACKAGES, NoGpuError } from './native.ts';
import type { BackendName } from './port.ts';

/** Where the command line looks for the native packages unless it is told another folder. */
const FOLDER = '.latentsweep/native';

/** Why a backend did not load (`reason`) and what to do about it (`fix`), from what its loading threw. */
export function explain(name: BackendName, error: unknown) {
  const message = firstLine(error);
  if (name === 'wasm' || name === 'cpu') {
    return { reason: message, fix: 'Install the dependencies again: `npm start` does.' };
  }
  const pack = NATIVE_PACKAGES[name];
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'MODULE_NOT_FOUND' && message.includes(pack)) {
    return { reason: `${pack} is not installed`, fix: installHint(pack) };
  }
  if (message.includes('tfjs_binding.node')) {
    return {
      reason: `${pack} is installed without its native library`,
      fix: `Fetch it with \`npm rebuild ${pack}\` in the folder where the package lies; it needs the network.`,
    };
  }
  if (error instanceof NoGpuError) {
    return {
      reason: message,
      fix: 'See that `nvidia-smi` lists a GPU, and that CUDA 11.2 and cuDNN 8.1 are installed; see docs/engines.md.',
    };
  }
  if (code === 'ERR_DLOPEN_FAILED') {
    return { reason: `its native library does not load: ${message}`, fix: installHint(pack) };
  }
  return { reason: message, fix: 'See docs/engines.md.' };
}

function installHint(pack: string): string {
  return (
    `Install it on this machine, half a gigabyte: \`npm install --prefix ${FOLDER} ${pack}@4.22.0\`. ` +
    'Another folder is named by --native-folder. See docs/engines.md.'
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.trim();
}
