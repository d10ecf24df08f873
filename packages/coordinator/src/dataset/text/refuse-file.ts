/** Refusals of files that are not there, or hold no table that can be read. */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute } from 'node:path';
import { InputError } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import type { TableDefinition } from '../source.ts';
import { isParquet, type Other, otherFormat } from './magic.ts';
import { type Packing, unreadable } from './text-file.ts';

/** `given` is the path as the user wrote it. */
export async function checkFile(path: string, given: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code !== 'ENOENT' && found.code !== 'ENOTDIR') throw unreadable(path, found);
    const folder = dirname(path);
    const names = await readdir(folder).catch(() => null);
    const near = names === null ? `There is no folder ${folder} either. ` : didYouMean(basename(path), names);
    const from = isAbsolute(given)
      ? 'Name a file that is there.'
      : 'A relative `path` starts from the folder of the sweep file.';
    const hint = notAPath(given) ?? near + from;
    throw new InputError('file_not_found', `There is no file ${path}.`, hint);
  }
  if (found.isDirectory()) {
    throw new InputError(
      'path_is_folder',
      `${path} is a folder.`,
      'Name a file in it, or read several with `select`.',
    );
  }
  if (found.size === 0) throw emptyFile(path);
}

/** Where what was written can name no file. */
function notAPath(given: string): string | null {
  if (/^\w+:\/\//.test(given)) {
    return `Only files of this machine are read: fetch it (curl -LO ${given}), and name that file.`;
  }
  if (given.startsWith('~')) return 'Write the whole path: `~` means nothing here.';
  if (/[*?]/.test(given)) return `Several files are read by a \`select\`: select * from '${given}'.`;
  return null;
}

export function emptyFile(path: string): InputError {
  return new InputError(
    'empty_file',
    `${path} is empty.`,
    'The first row names the columns, rows of data follow.',
  );
}

/** Throws where the bytes, unpacked, are those of a known format without a table. */
export function refuseOther(path: string, packing: Packing, bytes: Uint8Array): void {
  const other = otherFormat(bytes);
  if (other !== null)
    throw packing === 'none' || other.packed ? otherFile(path, other) : packedFile(path, packing, other.what);
  if (packing !== 'none' && isParquet(bytes)) throw packedFile(path, packing, 'Parquet');
}

function otherFile(path: string, { what, way }: Other): InputError {
  const name = basename(path);
  // A name that a shell would take apart is left to the reader.
  const hint = /^[\w.+-]+$/.test(name) ? way.replaceAll('FILE', () => name) : way;
  return new InputError('other_format', `${path} is ${what}.`, hint);
}

/** What has to be unpacked first. */
export function packedFile(path: string, packing: Packing, what: string): InputError {
  const command = packing === 'gzip' ? 'gunzip -k FILE' : 'zstd -d FILE';
  const way = `Unpack it (${command}), and name the file that was in it.`;
  return otherFile(path, { what: `${what}, packed by ${packing}`, way });
}

/** Keys that say how a text is read mean nothing for Parquet and JSON. */
export function refuseTextKeys(path: string, { header, columns, encoding }: TableDefinition): void {
  const given = Object.entries({ header, columns, encoding }).filter(([, value]) => value !== null);
  if (given.length === 0) return;
  const names = given.map(([name]) => `\`${name}\``).join(', ');
  throw new InputError(
    'unused_key',
    `${names} is for CSV and other text, but ${path} names its columns itself.`,
    'Take it out; a `select` can give columns other names.',
  );
}

/** A file that declares its columns has no header to be asked about; beside `columns` it may stand. */
export function refuseHeaderKey(path: string, { header, columns }: TableDefinition): void {
  if (header === null || columns !== null) return;
  throw new InputError(
    'unused_key',
    `\`header\` is for CSV and other text, but ${path} declares its columns itself.`,
    'Take it out.',
  );
}

/** Keys that one format has a use for. */
export function refuseUnusedKeys(
  path: string,
  { sheet = null, arrays = null, encoding }: TableDefinition,
  packed: 'xlsx' | 'npz' | null,
): void {
  const fault = (key: string, use: string) =>
    new InputError('unused_key', `\`${key}\` is for ${use}, which ${path} is not.`, 'Take it out.');
  if (sheet !== null && packed !== 'xlsx') throw fault('sheet', 'workbooks (XLSX)');
  if (arrays !== null && packed !== 'npz') throw fault('arrays', "NumPy's archives (.npz)");
  if (encoding !== null && packed !== null) throw fault('encoding', 'text');
}
