import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FOLDERS = [new URL('./', import.meta.url), new URL('../wgsl/', import.meta.url)];

/**
 * A hash of all that decides what this engine computes on a device, beside the device: our code and shaders, the self-test
 * among them, and the version of Dawn, which translates the shaders.
 */
export function sourcesHash(): string {
  const hash = createHash('sha256').update(dawnVersion());
  for (const folder of FOLDERS) {
    for (const name of listed(folder)) {
      hash.update(`\0${name}\0`).update(readFileSync(new URL(name, folder)));
    }
  }
  return hash.digest('hex');
}

/** Nothing of a folder that a bundle left behind. */
function listed(folder: URL): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(ts|wgsl)$/.test(name) && !name.endsWith('.test.ts'))
      .sort();
  } catch {
    return [];
  }
}

/** None where it is not installed: then there is nothing to test, either. */
function dawnVersion(): string {
  try {
    return String(createRequire(import.meta.url)('webgpu/package.json').version);
  } catch {
    return '';
  }
}
