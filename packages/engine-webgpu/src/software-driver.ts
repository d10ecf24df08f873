import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Where a driver in software may lie: what `node scripts/software-gpu.mjs` unpacked, and Debian's Chromium. */
const FOLDERS = [join(ROOT, '.tools/software-gpu'), '/usr/lib/chromium'];
const [LOADER, DRIVER] = ['libvulkan.so.1', 'vk_swiftshader_icd.json'];

/**
 * The environment of a process that has a driver in software, for tests and benches; null where there is none. The loader of
 * Vulkan is looked for as a process starts: set in a running one, this is too late.
 */
export function softwareDriver(): Readonly<Record<string, string>> | null {
  const folder = FOLDERS.find((place) => [LOADER, DRIVER].every((name) => existsSync(join(place, name))));
  if (folder === undefined) return null;
  const driver = join(folder, DRIVER);
  return { LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}
