import { FILE_KINDS, type FileKind } from '@latentsweep/app';
import { badOption } from './parse.ts';

/** What a file is by its name; `-` (stdout) is CSV. Throws InputError `bad_option`. */
export function fileKind(path: string): FileKind {
  if (path === '-') return 'csv';
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  const kind = FILE_KINDS.find((k) => k === extension);
  if (kind) return kind;
  const rule = '--to takes a file that ends in .csv, .json or .parquet, or - for stdout';
  throw badOption(rule, path, 'For example: --to trials.parquet');
}
