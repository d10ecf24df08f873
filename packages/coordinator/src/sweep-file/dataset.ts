import { DECK_COEFFICIENTS } from '@latentsweep/core';
import {
  entryOf,
  expectMap,
  type Findings,
  join,
  type MapTree,
  openSection,
  readItems,
  readValue,
  refuseUnknown,
  Section,
  show,
  type Tree,
} from '@latentsweep/plain-file';
import type { DatasetDefinition } from '../port.ts';
import { readCellKeys } from './cell-keys.ts';
import { SHARE, SIMULATED_KEYS, SPLIT_KEYS, TABLE_KEYS } from './keys.ts';
import { sumsToOne } from './values.ts';

/** Where relative paths start: in the file, and in `--set dataset.path=…`. */
export interface Folders {
  readonly file: string;
  readonly override: string;
}

/** Numbers in all three splits together: 2 GB as 32-bit floats. */
const MOST_CELLS = 500_000_000;
const MOST_CLASSES = 100;

const KIND = { type: 'choice', choices: ['simulated', 'table'] } as const;
const SIMULATED_NAMES = ['kind', ...Object.keys(SIMULATED_KEYS), 'coefficients', 'prior'];
const TABLE_NAMES = ['kind', ...Object.keys(TABLE_KEYS), 'dates', 'split'];

/** The data set, with all defaults; without `tree` the deck's. Null with the faults in `findings`. */
export function readDataset(
  tree: Tree | undefined,
  folders: Folders,
  findings: Findings,
): DatasetDefinition | null {
  const path = 'dataset';
  const map = tree
    ? expectMap(tree, path, findings, 'Write `dataset: { kind: simulated }` or `{ path: …, target: … }`.')
    : null;
  if (tree && map === null) return null;
  const kind = kindOf(map, path, findings);
  if (kind === undefined) return null;
  if (map) refuseUnknown(map, path, kind === 'table' ? TABLE_NAMES : SIMULATED_NAMES, findings);
  return kind === 'table'
    ? readTable(new Section(map, path, TABLE_KEYS, findings), map!, folders, findings)
    : readSimulated(new Section(map, path, SIMULATED_KEYS, findings), findings);
}

function kindOf(map: MapTree | null, path: string, findings: Findings): 'simulated' | 'table' | undefined {
  const entry = map ? entryOf(map, 'kind') : undefined;
  if (entry) return readValue(KIND, entry.value, join(path, 'kind'), findings);
  return map && ['path', 'select', 'target'].some((key) => entryOf(map, key)) ? 'table' : 'simulated';
}

function readSimulated(
  section: Section<typeof SIMULATED_KEYS>,
  findings: Findings,
): DatasetDefinition | null {
  const { path } = section;
  const train = section.get('train');
  const validation = section.get('validation');
  const test = section.get('test');
  const features = section.get('features');
  const given = section.entry('coefficients');
  const coefficients = given
    ? readCoefficients(given.value, join(path, 'coefficients'), findings)
    : [DECK_COEFFICIENTS];
  if (coefficients === null) return null;
  const width = coefficients[0]!.length;
  if (features !== undefined && features !== width) {
    const message = `must be as many as coefficients, ${width}, got ${features}`;
    section.fault('wrong_length', 'features', message, `Give ${features} \`coefficients\`.`);
    return null;
  }
  const classes = coefficients.length === 1 ? 2 : coefficients.length;
  const entry = section.entry('prior');
  const prior = entry ? readPrior(entry.value, classes, join(path, 'prior'), findings) : null;
  if (prior === undefined || train === undefined || validation === undefined || test === undefined)
    return null;
  if ((train + validation + test) * width > MOST_CELLS) {
    const message = `${train + validation + test} rows of ${width} features are more than ${MOST_CELLS} numbers`;
    findings.fault('out_of_range', path, section.tree!.at, message, 'Use fewer rows or features.');
    return null;
  }
  return { kind: 'simulated', train, validation, test, coefficients, prior };
}

const COEFFICIENT = { type: 'number', minimum: -1000, maximum: 1000 } as const;

/** One row for two classes, or one for each of three and more. */
function readCoefficients(
  tree: Tree,
  path: string,
  findings: Findings,
): readonly (readonly number[])[] | null {
  const hint = 'Write one list of numbers for two classes, or a list of K such lists for K.';
  const refuse = (code: string, { at }: Tree, message: string): null => {
    findings.fault(code, path, at, message, hint);
    return null;
  };
  if (tree.kind !== 'list') return refuse('wrong_type', tree, `must be a list of numbers, got ${show(tree)}`);
  const nested = tree.items.some((item) => item.kind === 'list');
  const rows = nested ? tree.items : [tree];
  if (rows.length === 2) return refuse('wrong_length', tree, 'two rows are given, but two classes take one');
  if (rows.length > MOST_CLASSES) return refuse('wrong_length', tree, `must be at most ${MOST_CLASSES} rows`);
  const read: number[][] = [];
  for (const [i, row] of rows.entries()) {
    if (row.kind !== 'list')
      return refuse('wrong_type', row, `row ${i + 1} must be a list, got ${show(row)}`);
    const at = nested ? join(path, i) : path;
    const numbers = readItems(COEFFICIENT, row.items, at, findings);
    if (numbers === undefined) return null;
    read.push(numbers);
  }
  const width = read[0]!.length;
  if (width === 0 || width > 1000)
    return refuse('wrong_length', tree, `must be 1 to 1000 numbers, got ${width}`);
  const uneven = read.findIndex((row) => row.length !== width);
  if (uneven < 0) return read;
  return refuse(
    'wrong_length',
    rows[uneven]!,
    `row ${uneven + 1} has ${read[uneven]!.length} numbers, the first has ${width}`,
  );
}

/** Undefined where it is wrong. */
function readPrior(
  tree: Tree,
  classes: number,
  path: string,
  findings: Findings,
): readonly number[] | undefined {
  if (tree.kind === 'scalar' && classes === 2) {
    const share = readValue(SHARE, tree, path, findings);
    return share === undefined ? undefined : [1 - share, share];
  }
  if (tree.kind !== 'list' || tree.items.length !== classes) {
    const hint =
      classes === 2 ? 'Write the share of class 1.' : 'Write one share for each row of coefficients.';
    const got = tree.kind === 'list' ? `${tree.items.length} shares` : show(tree);
    findings.fault('wrong_length', path, tree.at, `must be ${classes} shares, got ${got}`, hint);
    return undefined;
  }
  const shares = readItems(SHARE, tree.items, path, findings);
  return shares && sumsToOne(shares, 'bad_shares', path, tree, findings) ? shares : undefined;
}

type TableDefinition = Extract<DatasetDefinition, { kind: 'table' }>;

function readTable(
  section: Section<typeof TABLE_KEYS>,
  map: MapTree,
  folders: Folders,
  findings: Findings,
): TableDefinition | null {
  const { path } = section;
  const file = section.get('path');
  const select = section.get('select');
  const source = section.entry('path') ?? section.entry('select');
  if (source === undefined || (section.entry('path') && section.entry('select'))) {
    const message = `needs one of path and select, got ${source === undefined ? 'neither' : 'both'}`;
    findings.fault('missing_key', path, map.at, message, 'Name a file with `path`.');
  }
  const target = section.get('target');
  if (!section.entry('target')) {
    section.fault('missing_key', 'target', 'a table needs `target`', 'Name the column with the class.');
  }
  const positive = section.get('positive') ?? null;
  const text = readTextKeys(section);
  const drop = section.get('drop');
  const keep = section.get('keep');
  const categorical = section.get('categorical');
  const cells = readCellKeys(section, categorical ?? [], findings);
  const scale = section.get('scale');
  const balance = section.get('balance');
  const split = readSplit(section, findings);
  if (!target || !drop || !keep || !categorical || !cells || !scale || !balance || !split || !text)
    return null;
  if (source === undefined) return null;
  const dates = cells.dates.map(({ column }) => column);
  for (const [key, columns] of Object.entries({ drop, keep, categorical, dates })) {
    if (!columns.includes(target)) continue;
    const message = `must not hold the target ${JSON.stringify(target)}`;
    section.fault('target_used', key, message, 'Remove it from the list.');
  }
  const folder = 'override' in source.value.at ? folders.override : folders.file;
  return {
    kind: 'table',
    path: file ?? null,
    select: select ?? null,
    folder,
    ...text,
    target,
    positive,
    drop,
    keep,
    categorical,
    ...cells,
    reading: 2,
    scale,
    split,
    balance,
  };
}

/** How a text is read. Null with faults. */
function readTextKeys(
  section: Section<typeof TABLE_KEYS>,
): Pick<TableDefinition, 'header' | 'columns' | 'encoding'> | null {
  const header = section.get('header') ?? null;
  const columns = section.get('columns') ?? null;
  const encoding = section.get('encoding') ?? null;
  if (section.entry('select')) {
    const hint = 'Take it out; `read_csv` in the select has options for that.';
    for (const key of ['header', 'columns', 'encoding'].filter((name) => section.entry(name))) {
      section.fault('unused_key', key, 'means nothing beside `select`', hint);
    }
  }
  if (section.entry('columns') && !section.entry('header')) {
    const hint =
      'Write `header: false` if the first line is a row of data, or `header: true` if `columns` replaces the names in it.';
    section.fault('missing_key', 'columns', '`columns` needs `header`', hint);
  }
  const twice = columns?.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    const message = `names ${JSON.stringify(twice)} twice`;
    section.fault('duplicate_name', 'columns', message, 'Give each column its own name.');
  }
  if (encoding !== null && !isEncoding(encoding)) {
    const message = `unknown encoding ${show(section.entry('encoding')!.value)}`;
    const hint = 'Write a name of the web, such as windows-1252, iso-8859-2, utf-16le, shift_jis or gb18030.';
    section.fault('unknown_value', 'encoding', message, hint);
    return null;
  }
  return { header, columns, encoding };
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function readSplit(section: Section, findings: Findings): TableDefinition['split'] | null {
  const path = join(section.path, 'split');
  const hint = 'Write `split: { train: 0.6, validation: 0.2, test: 0.2 }`.';
  const shares = openSection(section.entry('split'), path, SPLIT_KEYS, findings, hint);
  if (shares === null) return null;
  const train = shares.get('train');
  const validation = shares.get('validation');
  const test = shares.get('test');
  if (train === undefined || validation === undefined || test === undefined) return null;
  const { tree } = shares;
  return tree === null || sumsToOne([train, validation, test], 'bad_shares', path, tree, findings)
    ? { train, validation, test }
    : null;
}
