/** ARFF, and KEEL's form of it: not read yet, so the way to read one is said. */

import { literalPath, text as sql } from '../duckdb.ts';
import type { Other } from './magic.ts';

/** Of the beginning of a file, whose `path` is as the user wrote it; null where it is neither. */
export function arffOrKeel(start: string, path: string): Other | null {
  const head = headOf(start);
  if (head === null) return null;
  const what = head.keel ? 'a KEEL file' : 'an ARFF file';
  if (head.relational || head.sparse || head.data === null || head.names.length === 0) {
    const why = head.relational ? ' with a relation in a column' : head.sparse ? ' with sparse rows' : '';
    return {
      what: `${what}${why}, which can't be read`,
      way: 'Make it CSV, for example with Weka: Preprocess, Save.',
    };
  }
  return {
    what: `${what}, which can't be read as it is yet`,
    way: `Until then, write instead of \`path\` and \`target\`: select: ${JSON.stringify(select(path, head))} and target: ${JSON.stringify(head.target)}`,
  };
}

function headOf(start: string) {
  const lines = start.split(/\r\n|\n|\r/);
  const first = lines.find((line) => !/^\s*([%#].*)?$/.test(line));
  if (first === undefined || !/^\s*@(relation|attribute)\b/i.test(first)) return null;
  const at = lines.findIndex((line) => /^\s*@data\b/i.test(line));
  const head = at < 0 ? lines : lines.slice(0, at);
  const rows = at < 0 ? [] : lines.slice(at + 1).filter((line) => line.trim() !== '');
  const names = head.flatMap((line) => {
    const [, single, double, plain] =
      /^\s*@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s{[]+))/i.exec(line) ?? [];
    const name = single ?? double ?? plain;
    return name === undefined ? [] : [name.replaceAll(/\\(.)/g, '$1')];
  });
  const output = /^\s*@outputs?\s+'?([^',]+?)'?\s*$/im.exec(head.join('\n'))?.[1];
  return {
    keel: /^\s*@(in|out)puts?\b/im.test(head.join('\n')),
    names,
    /** Where the class is: KEEL's output, else the last one. */
    target: names.find((name) => name === output) ?? names.at(-1)!,
    /** The line `@data`, from 1, or null where it is not in what was looked at. */
    data: at < 0 ? null : at + 1,
    sparse: /^\s*\{/.test(rows.find((row) => !row.startsWith('%')) ?? ''),
    /** Between the rows. */
    comments: rows.some((row) => row.startsWith('%')),
    relational: head.some((line) => /^\s*@(attribute\s.*\srelational\b|end\b)/i.test(line)),
  };
}

type Head = NonNullable<ReturnType<typeof headOf>>;

/** Every column as text, so that nothing is left to DuckDB to guess. */
function select(path: string, { names, data, comments }: Head): string {
  const columns = names.map((name) => `${sql(name)}: 'varchar'`).join(', ');
  const comment = comments ? ", comment = '%'" : '';
  return `from read_csv(${sql(literalPath(path))}, auto_detect = false, header = false, skip = ${data}, delim = ',', quote = '''', escape = '\\', nullstr = ['?', ' ?', '<null>', ' <null>']${comment}, columns = {${columns}})`;
}
