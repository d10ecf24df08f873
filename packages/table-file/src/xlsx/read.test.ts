import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { told } from '../fixtures.ts';
import { zipOf } from '../zip/write.ts';
import { isDateFormat, isoOf } from './dates.ts';
import { workbookOf } from './fixtures.ts';
import { readSheet } from './read.ts';
import { lettersOf } from './sheet.ts';
import { XmlReader } from './xml.ts';

const folder = await mkdtemp(join(tmpdir(), 'latentsweep-xlsx-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array, sheet: string | null = null) {
  const path = join(folder, 't.xlsx');
  await writeFile(path, bytes);
  const { rows, ...found } = await readSheet(path, sheet, (name) => `Not ${name}? `);
  const cells: (readonly (string | null)[])[] = [];
  const lines: number[] = [];
  for await (const some of rows()) {
    for (const row of some) {
      cells.push(row.cells);
      lines.push(row.line);
    }
  }
  return { ...found, cells, lines };
}

const refusal = async (bytes: Uint8Array, sheet: string | null = null) =>
  (await told(read(bytes, sheet))).replaceAll(folder, '…');

const ROWS = `
<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>when</t></is></c><c r="D2" t="str"><f>A1</f><v>ok</v></c></row>
<row r="4"><c r="B4"><v>1.5E-3</v></c><c r="C4" s="1"><v>38089</v></c><c r="D4" t="b"><v>1</v></c></row>
<row r="5"><c r="B5" s="3"><v>38089</v></c><c r="C5" s="2"><v>38089.4375</v></c><c r="D5" t="b"><v>0</v></c></row>
<row r="6"><c r="B6" s="1"/><c r="D6" t="e"><v>#N/A</v></c></row>
<row r="7"/>
<row><c t="s"><v>1</v></c><c><v>7</v></c></row>`;

describe('a sheet', () => {
  test('numbers, texts, dates, booleans, formulas, and cells that are not there', async () => {
    const texts = [
      '<t>size &amp; &#x41;</t>',
      '<r><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh>',
    ];
    const sheet = await read(workbookOf({ sheets: { Data: ROWS }, texts }));
    expect(sheet.name).toBe('Data');
    expect(sheet.lines).toEqual([2, 4, 5, 6, 8]);
    expect(sheet.cells).toEqual([
      [null, 'size & A', 'when', 'ok'],
      [null, '1.5E-3', '2004-04-12', 'true'],
      [null, '38089', '2004-04-12 10:30:00', 'false'],
      [null, null, null, '#N/A'],
      ['rich text', '7', null, null],
    ]);
  });

  test('its first row and columns may be anywhere', async () => {
    const rows = '<row r="3"><c r="C3"><v>1</v></c></row><row r="9"><c r="AB9"><v>2</v></c></row>';
    const sheet = await read(workbookOf({ sheets: { S: rows } }));
    expect([sheet.from, sheet.width, sheet.first.line]).toEqual([2, 26, 3]);
    expect(sheet.cells[1]![25]).toBe('2');
  });

  test('by its name, or the only one that is shown', async () => {
    const rows = (n: number) => `<row r="1"><c r="A1"><v>${n}</v></c></row>`;
    const sheets = { One: rows(1), 'Two &amp; more': rows(2), Lists: rows(3) };
    const file = workbookOf({ sheets, hidden: ['Lists'] });
    expect((await read(file, 'Two & more')).cells).toEqual([['2']]);
    expect((await read(file, 'Lists')).cells).toEqual([['3']]);
    expect(await refusal(file)).toBe(
      '[which_sheet] …/t.xlsx has 2 sheets: `One`, `Two & more`. Name the one that holds the table: `sheet: "One"`.',
    );
    expect(await refusal(file, 'one')).toBe(
      '[unknown_sheet] …/t.xlsx has no sheet `one` (dataset.sheet). Not one? It has `One`, `Two & more`, `Lists`.',
    );
    expect((await read(workbookOf({ sheets, hidden: ['One', 'Lists'] }))).name).toBe('Two & more');
  });

  test.for([
    [{ S: '' }, '[empty_file] The sheet `S` of …/t.xlsx is empty.'],
    [
      { S: '<row r="3"><c r="B3"><f>A1+1</f></c></row>' },
      '[bad_sheet] Row 3 of the sheet `S` of …/t.xlsx has a formula in column B whose value was never computed.',
    ],
    [{ S: '<row r="3"><c r="B3" t="s"><v>9</v></c></row>' }, 'row 3 of it has a text that is not there'],
    [{ S: '<row r="3"><c r="ZZZ3"><v>9</v></c></row>' }, "has a cell at 'ZZZ3'"],
    [{ S: '<row r="3"><c r="A3"><v>9</v></c>' }, 'ends too early'],
    [{ S: '<row r="3"><c r="A3' }, 'ends too early'],
  ] as const)('%s', async ([sheets, message]) => {
    const file = workbookOf({ sheets });
    expect(await refusal(file)).toContain(message);
  });

  test('a document type, whose entities could grow without end, is refused', async () => {
    const before = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>';
    expect(await refusal(workbookOf({ sheets: { S: rows }, before }))).toContain('it has a document type');
  });

  test('no workbook', async () => {
    expect(await refusal(zipOf([{ name: '[Content_Types].xml', bytes: '' }]))).toContain(
      'it has no `_rels/.rels`',
    );
    const rels =
      '<Relationships><Relationship Type="a/officeDocument" Target="xl/workbook.bin"/></Relationships>';
    const binary = zipOf([
      { name: '_rels/.rels', bytes: rels },
      { name: 'xl/workbook.bin', bytes: '' },
    ]);
    expect(await refusal(binary)).toContain('[other_format] …/t.xlsx is a binary workbook (.xlsb).');
  });

  test('days since 1904', async () => {
    const rows = '<row r="1"><c r="A1" s="1"><v>36627</v></c></row>';
    expect((await read(workbookOf({ sheets: { S: rows }, date1904: true }))).cells).toEqual([['2004-04-12']]);
  });
});

test('dates', () => {
  expect([1, 59, 61, 0.5, -1, 3e6].map((serial) => isoOf(serial, false))).toEqual([
    '1900-01-01',
    '1900-02-28',
    '1900-03-01',
    null,
    null,
    null,
  ]);
  const shown = ['yyyy-mm-dd', '[h]:mm', 'd. mmm', '[$-409]d-mmm-yy;@'].map((code) =>
    isDateFormat(200, code),
  );
  expect(shown).toEqual([true, true, true, true]);
  const numbers = ['0.00', '#,##0 "days"', '[Red]0', 'General', '0.0E+00', '_-* #,##0\\d_-'].map((code) =>
    isDateFormat(200, code),
  );
  expect(numbers).toEqual([false, false, false, false, false, false]);
  expect([14, 22, 1, 49].map((id) => isDateFormat(id, undefined))).toEqual([true, true, false, false]);
});

test('columns have the letters of a sheet', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(lettersOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
});

test('XML comes to the same in pieces of any length', () => {
  const xml = '<?xml version="1.0"?><!-- a > b --><x:a r:id="r&quot;1" b=\'>\'>t&lt;<b/><![CDATA[<&]]></x:a>';
  const whole = new XmlReader().read(xml, true);
  expect(whole).toEqual([
    { kind: 'open', name: 'a', attributes: { id: 'r"1', 'r:id': 'r"1', b: '>' } },
    { kind: 'text', text: 't<' },
    { kind: 'open', name: 'b', attributes: {} },
    { kind: 'close', name: 'b' },
    { kind: 'text', text: '<&' },
    { kind: 'close', name: 'a' },
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(xml.length)), (cuts) => {
      const reader = new XmlReader();
      const places = [0, ...cuts.toSorted((a, b) => a - b), xml.length];
      const events = places.slice(1).flatMap((to, i) => reader.read(xml.slice(places[i], to)));
      expect([...events, ...reader.read('', true)]).toEqual(whole);
    }),
  );
});

test('whatever byte is another, it is read or refused as input', async () => {
  const good = workbookOf({ sheets: { Data: ROWS }, texts: ['<t>a</t>', '<t>b</t>'] });
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), async (at, byte) => {
      const bytes = Buffer.from(good);
      bytes[at] = byte;
      await read(bytes).catch((error: unknown) => {
        expect(error).toHaveProperty('code', expect.stringMatching(/^[a-z_]+$/));
      });
    }),
    { numRuns: 200 },
  );
});
