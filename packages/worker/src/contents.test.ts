import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bus, type Job, packSpec, sha256Of } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentFolder } from './content-folder.ts';
import { openContents } from './contents.ts';

const specOf = (content: string) =>
  packSpec({
    ...{ kind: 'table', content, target: 'y', positive: null, categorical: [], scale: 'none' },
    ...{ split: { train: 0.6, validation: 0.2, test: 0.2 }, balance: 'original' },
  });

const table = Buffer.from('the table');
const content = sha256Of(table);
const spec = specOf(content);
const job = { dataset: spec.sha256 } as Job;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contents-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A bus with the description, and with the table, or other bytes under its name, or none. */
function busWith(bytes: Uint8Array | null) {
  const asked: string[] = [];
  const getContent = async (sha256: string) => {
    asked.push(sha256);
    return sha256 === spec.sha256 ? spec.bytes : bytes;
  };
  return { bus: { getContent } as unknown as Bus, asked };
}

const textIn = (bytes: SharedArrayBuffer | undefined) =>
  Buffer.from(bytes ?? new SharedArrayBuffer(0)).toString();

describe('The data sets of a worker', () => {
  it('travel once, for all workers that share a folder', async () => {
    const { bus, asked } = busWith(table);
    for (let worker = 0; worker < 3; worker++) {
      const contents = openContents(bus, new ContentFolder(root));
      for (let batch = 0; batch < 2; batch++) {
        const found = await contents.of([job, job]);
        expect(textIn(found.bytes.get(content))).toBe('the table');
      }
    }
    expect(asked).toEqual([spec.sha256, content]);
  });

  it('are found, however many are asked for at once', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const tables = texts.map((text) => Buffer.from(text));
    const specs = tables.map((bytes) => specOf(sha256Of(bytes)));
    const onBus = new Map(specs.map(({ sha256, bytes }) => [sha256, bytes]));
    for (const bytes of tables) onBus.set(sha256Of(bytes), bytes);
    const getContent = async (sha256: string) => onBus.get(sha256) ?? null;
    const contents = openContents({ getContent } as unknown as Bus);
    const found = await Promise.all(specs.map(({ sha256 }) => contents.of([{ dataset: sha256 } as Job])));
    expect(found.map(({ missing }) => [...missing])).toEqual(texts.map(() => []));
    expect(found.map(({ bytes }, i) => textIn(bytes.get(sha256Of(tables[i]!))))).toEqual(texts);
  });

  it('are in memory once: those that are shared already stay where they are', async () => {
    const shared = new SharedArrayBuffer(table.length);
    new Uint8Array(shared).set(table);
    const { bytes } = await openContents(busWith(new Uint8Array(shared)).bus).of([job]);
    expect(bytes.get(content)).toBe(shared);
  });

  it('are fetched again where the file in the folder is damaged', async () => {
    const { bus, asked } = busWith(table);
    writeFileSync(join(root, content), 'the tablf');
    const { bytes } = await openContents(bus, new ContentFolder(root)).of([job]);
    expect(textIn(bytes.get(content))).toBe('the table');
    expect(asked).toEqual([spec.sha256, content]);
    expect(readdirSync(root).toSorted()).toEqual([spec.sha256, content].toSorted());
  });

  it('are missed, with the reason, and asked for again the next time', async () => {
    const { bus, asked } = busWith(null);
    const contents = openContents(bus);
    for (let time = 0; time < 2; time++) {
      const found = await contents.of([job]);
      expect([...found.missing]).toEqual([[spec.sha256, `the data set ${content} is not on the bus`]]);
    }
    expect(asked).toEqual([spec.sha256, content, content]);
  });

  it('are not taken from a bus that damaged them, nor kept', async () => {
    const { bus } = busWith(Buffer.from('another table'));
    const { bytes, missing } = await openContents(bus, new ContentFolder(root)).of([job]);
    expect(bytes.has(content)).toBe(false);
    expect(missing.get(spec.sha256)).toContain('came over the bus damaged');
    expect(readdirSync(root)).toEqual([spec.sha256]);
  });

  it('come from the bus where the folder cannot be used, which is told', async () => {
    const { bus } = busWith(table);
    const told: string[] = [];
    writeFileSync(join(root, 'a file'), '');
    const contents = openContents(bus, new ContentFolder(join(root, 'a file')), (reason) =>
      told.push(reason),
    );
    const { bytes } = await contents.of([job]);
    expect(textIn(bytes.get(content))).toBe('the table');
    expect(told.join()).toContain('ENOTDIR');
  });
});
