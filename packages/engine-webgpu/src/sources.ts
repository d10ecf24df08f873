import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FOLDERS = [new URL('./', import.meta.url), new URL('../wgsl/', import.meta.url)];
/** A package has the hash of its sources, and not them. */
const PACKED = new URL('../sources.sha256', import.meta.url);

/**
 * A hash of all that decides what this engine computes on a device, beside the device: our code and shaders, the self-test
 * among them, and the version of Dawn, which translates the shaders.
 */
export function sourcesHash(): string {
  const own = existsSync(PACKED) ? readFileSync(PACKED, 'utf8') : ownSourcesHash();
  return createHash('sha256').update(dawnVersion()).update(own).digest('hex');
}

/** Of our code and shaders, where they lie. */
export function ownSourcesHash(): string {
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const names = readdirSync(folder).filter(
      (name) => /\.(ts|wgsl)$/.test(name) && !name.endsWith('.test.ts'),
    );
    for (const name of names.sort()) {
      hash.update(`\0${name}\0`).update(readFileSync(new URL(name, folder)));
    }
  }
  return hash.digest('hex');
}

/** None where it is not installed: then there is nothing to test, either. */
function dawnVersion(): string {
  try {
    return String(createRequire(import.meta.url)('webgpu/package.json').version);
  } catch {
    return '';
  }
}
