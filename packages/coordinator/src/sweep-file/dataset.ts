import { DECK_COEFFICIENTS } from '@latentsweep/core';
import {
  type Found,
  type MapTree,
  mapUnder,
  openSection,
  readItems,
  readValue,
  Section,
  show,
} from '@latentsweep/plain-file';
import type { DatasetDefinition } from '../port.ts';
import { readCellKeys } from './cell-keys.ts';
import { IMAGE_NAMES, readImageKeys } from './images.ts';
import { IMAGE_KEYS, SHARE, SIMULATED_KEYS, SPLIT_KEYS, TABLE_KEYS } from './keys.ts';
import { summingToOne } from './values.ts';

/** Where relative paths start: in the file, and in `--set dataset.path=…`. */
export interface Folders {
  readonly file: string;
  readonly override: string;
}

/** Numbers in all three splits together: 2 GB as 32-bit floats. */
const MOST_CELLS = 500_000_000;
const MOST_CLASSES = 100;

const KINDS = ['simulated', 'table', 'images'] as const;
const KIND = { type: 'choice', choices: KINDS } as const;
const NAMES = {
  simulated: ['kind', ...Object.keys(SIMULATED_KEYS), 'coefficients', 'prior'],
  table: ['kind', ...Object.keys(TABLE_KEYS), 'dates', 'split'],
  images: IMAGE_NAMES,
};

/** The data set of a file, with all defaults; the deck's where it names none. Undefined with its faults. */
export function readDataset(file: Found, folders: Folders): DatasetDefinition | undefined {
  const hint =
    'Write `dataset: { kind: simulated }`, `{ path: …, target: … }` or `{ kind: images, path: … }`.';
  const map = mapUnder(file, 'dataset', hint);
  const kind = map && kindOf(map);
  if (kind === undefined) return undefined;
  map!.refuseUnknown(NAMES[kind]);
  switch (kind) {
    case 'simulated':
      return readSimulated(new Section(map!, SIMULATED_KEYS));
    case 'table':
      return readTable(new Section(map!, TABLE_KEYS), folders);
    case 'images':
      return readImageKeys(new Section(map!, IMAGE_KEYS), (found) => folderOf(found, folders));
  }
}

/** That a relative path starts from. */
export const folderOf = ({ tree }: Found, folders: Folders): string =>
  'override' in tree.at ? folders.override : folders.file;

function kindOf(map: Found<MapTree>): (typeof KINDS)[number] | undefined {
  const named = map.under('kind');
  if (named) return readValue(KIND, named);
  return ['path', 'select', 'target'].some((key) => map.under(key)) ? 'table' : 'simulated';
}

function readSimulated(section: Section<typeof SIMULATED_KEYS>): DatasetDefinition | undefined {
  const rows = section.all('train', 'validation', 'test');
  const features = section.get('features');
  const given = section.under('coefficients');
  const coefficients = given ? readCoefficients(given) : [DECK_COEFFICIENTS];
  if (coefficients === undefined) return undefined;
  const width = coefficients[0]!.length;
  if (features !== undefined && features !== width) {
    const message = `must be as many as coefficients, ${width}, got ${features}`;
    return section.at('features').fault('wrong_length', message, `Give ${features} \`coefficients\`.`);
  }
  const classes = coefficients.length === 1 ? 2 : coefficients.length;
  const shares = section.under('prior');
  const prior = shares ? readPrior(shares, classes) : null;
  if (prior === undefined || rows === undefined) return undefined;
  const count = rows.train + rows.validation + rows.test;
  if (count * width > MOST_CELLS) {
    const message = `${count} rows of ${width} features are more than ${MOST_CELLS} numbers`;
    return section.fault('out_of_range', message, 'Use fewer rows or features.');
  }
  return { kind: 'simulated', ...rows, coefficients, prior };
}

const COEFFICIENT = { type: 'number', minimum: -1000, maximum: 1000 } as const;

/** One row for two classes, or one for each of three and more. */
function readCoefficients(found: Found): readonly (readonly number[])[] | undefined {
  const refuse = (code: string, message: string, at = found.tree.at) => {
    const hint = 'Write one list of numbers for two classes, or a list of K such lists for K.';
    return found.fault(code, message, hint, at);
  };
  const items = found.items();
  if (!items) return refuse('wrong_type', `must be a list of numbers, got ${show(found.tree)}`);
  const nested = items.some(({ tree }) => tree.kind === 'list');
  const rows = nested ? items : [found];
  if (rows.length === 2) return refuse('wrong_length', 'two rows are given, but two classes take one');
  if (rows.length > MOST_CLASSES) return refuse('wrong_length', `must be at most ${MOST_CLASSES} rows`);
  const read: number[][] = [];
  for (const [i, row] of rows.entries()) {
    const cells = row.items();
    if (!cells)
      return refuse('wrong_type', `row ${i + 1} must be a list, got ${show(row.tree)}`, row.tree.at);
    const numbers = readItems(COEFFICIENT, cells);
    if (numbers === undefined) return undefined;
    read.push(numbers);
  }
  const width = read[0]!.length;
  if (width === 0 || width > 1000) return refuse('wrong_length', `must be 1 to 1000 numbers, got ${width}`);
  const uneven = read.findIndex((row) => row.length !== width);
  if (uneven < 0) return read;
  const message = `row ${uneven + 1} has ${read[uneven]!.length} numbers, the first has ${width}`;
  return refuse('wrong_length', message, rows[uneven]!.tree.at);
}

function readPrior(found: Found, classes: number): readonly number[] | undefined {
  const { tree } = found;
  if (tree.kind === 'scalar' && classes === 2) {
    const share = readValue(SHARE, found);
    return share === undefined ? undefined : [1 - share, share];
  }
  const items = found.items();
  if (items?.length !== classes) {
    const hint =
      classes === 2 ? 'Write the share of class 1.' : 'Write one share for each row of coefficients.';
    const got = items ? `${items.length} shares` : show(tree);
    return found.fault('wrong_length', `must be ${classes} shares, got ${got}`, hint);
  }
  const shares = readItems(SHARE, items);
  return shares && summingToOne(shares, 'bad_shares', found);
}

type TableDefinition = Extract<DatasetDefinition, { kind: 'table' }>;

function readTable(section: Section<typeof TABLE_KEYS>, folders: Folders): TableDefinition | undefined {
  const path = section.get('path') ?? null;
  const select = section.get('select') ?? null;
  const source = section.under('path') ?? section.under('select');
  if (source === undefined || (section.under('path') && section.under('select'))) {
    const message = `needs one of path and select, got ${source === undefined ? 'neither' : 'both'}`;
    section.fault('missing_key', message, 'Name a file with `path`.');
  }
  const target = section.get('target');
  if (!section.under('target')) {
    section.at('target').fault('missing_key', 'a table needs `target`', 'Name the column with the class.');
  }
  const positive = section.get('positive') ?? null;
  const text = readTextKeys(section);
  const chosen = section.all('drop', 'keep');
  const categorical = section.get('categorical');
  const cells = readCellKeys(section, categorical ?? []);
  const scale = section.get('scale');
  const balance = section.get('balance');
  const split = readSplit(section, target);
  if (!source || !target || !text || !chosen || !categorical || !cells) return undefined;
  if (!scale || !balance || !split) return undefined;
  const dates = cells.dates.map(({ column }) => column);
  for (const [key, columns] of Object.entries({ ...chosen, categorical, dates })) {
    if (!columns.includes(target)) continue;
    const message = `must not hold the target ${JSON.stringify(target)}`;
    section.at(key).fault('target_used', message, 'Remove it from the list.');
  }
  const folder = folderOf(source, folders);
  return {
    kind: 'table',
    path,
    select,
    folder,
    ...text,
    target,
    positive,
    ...chosen,
    categorical,
    ...cells,
    reading: 2,
    scale,
    ...split,
    balance,
  };
}

/** How a text is read. Undefined with faults. */
function readTextKeys(
  section: Section<typeof TABLE_KEYS>,
): Pick<TableDefinition, 'header' | 'columns' | 'encoding' | 'sheet' | 'arrays'> | undefined {
  const header = section.get('header') ?? null;
  const columns = section.get('columns') ?? null;
  const encoding = section.get('encoding') ?? null;
  if (section.under('select')) {
    const hint = 'Take it out; `read_csv` in the select has options for that.';
    for (const key of ['header', 'columns', 'encoding', 'sheet', 'arrays']) {
      section.under(key)?.fault('unused_key', 'means nothing beside `select`', hint);
    }
  }
  if (section.under('columns') && !section.under('header')) {
    const hint =
      'Write `header: false` if the first line is a row of data, or `header: true` if `columns` replaces the names in it.';
    section.at('columns').fault('missing_key', '`columns` needs `header`', hint);
  }
  const twice = columns?.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) {
    const message = `names ${JSON.stringify(twice)} twice`;
    section.at('columns').fault('duplicate_name', message, 'Give each column its own name.');
  }
  if (encoding !== null && !isEncoding(encoding)) {
    const found = section.at('encoding');
    const hint = 'Write a name of the web, such as windows-1252, iso-8859-2, utf-16le, shift_jis or gb18030.';
    return found.fault('unknown_value', `unknown encoding ${show(found.tree)}`, hint);
  }
  const sheet = section.get('sheet');
  const arrays = section.get('arrays');
  return {
    header,
    columns,
    encoding,
    ...(sheet === undefined ? {} : { sheet }),
    ...(arrays === undefined ? {} : { arrays }),
  };
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

type SplitKeys = Pick<TableDefinition, 'split' | 'group' | 'time'>;

function readSplit(section: Found, target: string | undefined): SplitKeys | undefined {
  const hint = 'Write `split: { train: 0.6, validation: 0.2, test: 0.2 }`.';
  const keys = openSection(section, 'split', SPLIT_KEYS, hint);
  const split = keys?.all('train', 'validation', 'test');
  if (!split || !summingToOne(Object.values(split), 'bad_shares', keys!)) return undefined;
  const by = { group: keys!.get('group'), time: keys!.get('time') };
  if (by.group !== undefined && by.time !== undefined) {
    const message = 'splits by one of group and time, got both';
    return keys!.fault('split_twice', message, 'Take one of them out.');
  }
  for (const key of ['group', 'time'] as const) {
    if (by[key] === undefined) continue;
    if (by[key] !== target) return { split, [key]: by[key] };
    const message = `must not be the target ${JSON.stringify(target)}`;
    return keys!.at(key).fault('target_used', message, 'Name another column.');
  }
  return { split };
}
