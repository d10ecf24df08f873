import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { LatentsweepError } from '@latentsweep/core';

type Encoding = 'br' | 'gzip' | 'identity';

const COMPRESS = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

/** A file of the pages. Each form of it is made once. */
class Asset {
  readonly type: string;
  readonly #bytes: Buffer;
  readonly #made = new Map<Encoding, Promise<Buffer>>();

  constructor(name: string, bytes: Buffer) {
    this.type = TYPES[extname(name)] ?? 'application/octet-stream';
    this.#bytes = bytes;
  }

  in(encoding: Encoding): Promise<Buffer> {
    const made = this.#made.get(encoding) ?? this.#make(encoding);
    this.#made.set(encoding, made);
    return made;
  }

  async #make(encoding: Encoding): Promise<Buffer> {
    return encoding === 'identity' ? this.#bytes : COMPRESS[encoding](this.#bytes);
  }
}

/** The pages as `scripts/build-pages.mjs` made them: all that can be asked for, by name. */
export interface Assets {
  readonly script: string;
  readonly style: string | null;
  readonly files: ReadonlyMap<string, Asset>;
}

/** Throws LatentsweepError `pages_missing` where they were not built. */
export function readAssets(folder: string): Assets {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      readonly script: string;
      readonly style: string | null;
      readonly files: readonly string[];
    };
    const files = manifest.files.map(
      (name) => [name, new Asset(name, readFileSync(join(folder, name)))] as const,
    );
    return { script: manifest.script, style: manifest.style, files: new Map(files) };
  } catch (error) {
    throw new LatentsweepError(
      'pages_missing',
      'The pages of the dashboard have not been built.',
      'Build them: node scripts/build-pages.mjs (npm start does it).',
      { cause: error },
    );
  }
}

/** The smallest form that the client takes. */
export function encodingFor(accepted: string | undefined): Encoding {
  const takes = (name: string) =>
    new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted ?? '');
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : 'identity';
}
