/** What the sheets of a workbook share: their names, texts and formats. */

import { InputError } from '@latentsweep/core';
import type { Zip, ZipEntry } from '../zip/zip.ts';
import { damagedZip } from '../zip/zip.ts';
import { isDateFormat } from './dates.ts';
import { entryNamed, eventsOf } from './part.ts';

export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

export interface Workbook {
  readonly zip: Zip;
  readonly sheets: readonly SheetEntry[];
  readonly since1904: boolean;
  readonly texts: readonly string[];
  /** Whether a cell of this style is shown as a date. */
  readonly dateStyles: readonly boolean[];
}

/** Letters of all texts together. */
const MOST_LETTERS = 256 * 1024 * 1024;

export async function openWorkbook(zip: Zip): Promise<Workbook> {
  const path = (await targetsOf(zip, '', '_rels/.rels')).find(({ type }) =>
    type.endsWith('/officeDocument'),
  )?.target;
  const main = path === undefined ? undefined : entryNamed(zip, path);
  if (main === undefined) throw damagedZip(zip.path, 'it has no workbook');
  if (main.name.endsWith('.bin')) {
    throw new InputError('other_format', `${zip.path} is a binary workbook (.xlsb).`, 'Save it as XLSX.');
  }
  const folder = main.name.slice(0, main.name.lastIndexOf('/') + 1);
  const relations = `${folder}_rels/${main.name.slice(folder.length)}.rels`;
  const targets = await targetsOf(zip, folder, relations);
  const part = (type: string) => {
    const target = targets.find((one) => one.type.endsWith(type))?.target;
    return target === undefined ? undefined : entryNamed(zip, target);
  };
  const { listed, since1904 } = await listOf(zip, main);
  const sheets = listed.flatMap(({ name, hidden, id }) => {
    const relation = targets.find((one) => one.id === id);
    const entry = relation && entryNamed(zip, relation.target);
    return relation?.type.endsWith('/worksheet') && entry ? [{ name, hidden, entry }] : [];
  });
  const shared = part('/sharedStrings');
  const styles = part('/styles');
  return {
    zip,
    sheets,
    since1904,
    texts: shared ? await textsOf(zip, shared) : [],
    dateStyles: styles ? await dateStylesOf(zip, styles) : [],
  };
}

async function targetsOf(zip: Zip, folder: string, name: string) {
  const entry = entryNamed(zip, name);
  if (entry === undefined) throw damagedZip(zip.path, `it has no \`${name}\``);
  const targets: { readonly id: string; readonly type: string; readonly target: string }[] = [];
  for await (const events of eventsOf(zip, entry)) {
    for (const event of events) {
      if (event.kind !== 'open' || event.name !== 'Relationship') continue;
      const { Id = '', Type = '', Target = '' } = event.attributes;
      targets.push({ id: Id, type: Type, target: Target.startsWith('/') ? Target : folder + Target });
    }
  }
  return targets;
}

async function listOf(zip: Zip, entry: ZipEntry) {
  const listed: { readonly name: string; readonly hidden: boolean; readonly id: string }[] = [];
  let since1904 = false;
  for await (const events of eventsOf(zip, entry)) {
    for (const event of events) {
      if (event.kind !== 'open') continue;
      const { attributes } = event;
      if (event.name === 'workbookPr') since1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      if (event.name !== 'sheet') continue;
      const hidden = attributes['state'] !== undefined && attributes['state'] !== 'visible';
      listed.push({ name: attributes['name'] ?? '', hidden, id: attributes['r:id'] ?? '' });
    }
  }
  return { listed, since1904 };
}

/** The texts that cells share, without the readings of East Asian words. */
async function textsOf(zip: Zip, entry: ZipEntry): Promise<string[]> {
  const texts: string[] = [];
  let text = '';
  let inText = false;
  let aside = 0;
  let letters = 0;
  for await (const events of eventsOf(zip, entry)) {
    for (const event of events) {
      if (event.kind === 'text') {
        if (inText && aside === 0) text += event.text;
        continue;
      }
      const opens = event.kind === 'open';
      if (event.name === 't') inText = opens;
      else if (event.name === 'rPh') aside += opens ? 1 : -1;
      else if (event.name === 'si') {
        if (opens) text = '';
        else {
          texts.push(text);
          letters += text.length;
        }
      }
      if (letters > MOST_LETTERS)
        throw damagedZip(zip.path, `its texts have more than ${MOST_LETTERS} letters`);
    }
  }
  return texts;
}

async function dateStylesOf(zip: Zip, entry: ZipEntry): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const styles: number[] = [];
  let inStyles = false;
  for await (const events of eventsOf(zip, entry)) {
    for (const event of events) {
      if (event.kind === 'text') continue;
      if (event.name === 'cellXfs') inStyles = event.kind === 'open';
      if (event.kind !== 'open') continue;
      const { attributes } = event;
      if (event.name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (event.name === 'xf' && inStyles) styles.push(Number(attributes['numFmtId'] ?? 0));
    }
  }
  return styles.map((id) => isDateFormat(id, codes.get(id)));
}
