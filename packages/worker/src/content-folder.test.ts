import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Of } from '@latentsweep/bus';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentFolder, tooMany } from './content-folder.ts';

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contents-'));
  path = join(root, 'cache');
});
afterEach(() => rmSync(root, { recursive: true }));

const content = (text: string) => {
  const bytes = Buffer.from(text);
  return { sha256: sha256Of(bytes), bytes };
};
const a = content('a'.repeat(100));
const b = content('b'.repeat(100));
const c = content('c'.repeat(100));
const age = (sha256: string, seconds: number) => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(join(path, sha256), then, then);
};

describe('A folder of contents', () => {
  it('gives back what was put, to another process too', async () => {
    expect(await new ContentFolder(path).get(a.sha256)).toBeNull();
    await new ContentFolder(path).put(a.sha256, a.bytes);
    expect(await new ContentFolder(path).get(a.sha256)).toEqual(a.bytes);
    expect(readdirSync(path)).toEqual([a.sha256]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each(['', 'a'.repeat(99), 'b'.repeat(100)])(
    'removes a file that is not what its name says (%#)',
    async (damaged) => {
      const folder = new ContentFolder(path);
      await folder.put(a.sha256, a.bytes);
      writeFileSync(join(path, a.sha256), damaged);
      expect(await folder.get(a.sha256)).toBeNull();
      expect(readdirSync(path)).toEqual([]);
    },
  );

  it('lets go of the contents used longest ago, by any process, beyond its bound', async () => {
    const folder = new ContentFolder(path, 250);
    await folder.put(a.sha256, a.bytes);
    await folder.put(b.sha256, b.bytes);
    age(a.sha256, 60);
    age(b.sha256, 30);
    await new ContentFolder(path).get(a.sha256);
    await folder.put(c.sha256, c.bytes);
    expect(readdirSync(path).sort()).toEqual([a.sha256, c.sha256].sort());
    await folder.put(sha256Of(Buffer.alloc(300)), Buffer.alloc(300));
    expect(readdirSync(path)).toHaveLength(2);
  });

  it('touches no file that is not its own', async () => {
    const folder = new ContentFolder(path, 100);
    await folder.put(a.sha256, a.bytes);
    writeFileSync(join(path, 'notes.txt'), 'x'.repeat(1000));
    age('notes.txt', 1e6);
    await folder.put(b.sha256, b.bytes);
    expect(readdirSync(path).sort()).toEqual([b.sha256, 'notes.txt'].sort());
  });

  it('takes nothing as a name but a SHA-256', async () => {
    writeFileSync(join(root, 'secret'), 'x');
    for (const name of ['../secret', '', a.sha256.toUpperCase(), `${a.sha256}/../../secret`]) {
      await expect(new ContentFolder(path).get(name)).rejects.toThrow('no SHA-256');
      await expect(new ContentFolder(path).put(name, a.bytes)).rejects.toThrow('no SHA-256');
    }
    expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('x');
  });

  it('serves many writers of the same contents at once', async () => {
    const folders = Array.from({ length: 8 }, () => new ContentFolder(path, 250));
    await Promise.all(
      folders.flatMap((folder) => [a, b, c].map(({ sha256, bytes }) => folder.put(sha256, bytes))),
    );
    const left = readdirSync(path);
    expect(left.length).toBeLessThanOrEqual(2);
    for (const { sha256, bytes } of [a, b, c]) {
      const got = await folders[0]!.get(sha256);
      expect(got).toEqual(left.includes(sha256) ? bytes : null);
    }
  });
});

describe('What has to go from the folder', () => {
  const file = fc.record({
    name: fc.oneof(
      fc.stringMatching(/^[0-9a-f]{64}$/),
      fc.tuple(fc.stringMatching(/^[0-9a-f]{64}$/), fc.uuid()).map(([sha256, id]) => `${sha256}.${id}.part`),
    ),
    bytes: fc.nat(1000),
    usedMs: fc.nat(10_000_000),
  });

  it('leaves no more than fits, beside what was just put, and what went was used before what stays', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1 }),
        fc.nat(5000),
        (files, mostBytes) => {
          const kept = files[0]!.name;
          const gone = new Set(tooMany(files, mostBytes, kept, 10_000_000));
          const contents = files.filter(({ name }) => !name.endsWith('.part'));
          const others = contents.filter(({ name }) => name !== kept);
          const staying = others.filter(({ name }) => !gone.has(name));
          const leaving = others.filter(({ name }) => gone.has(name));
          const bytes = contents.reduce((sum, { name, bytes }) => sum + (gone.has(name) ? 0 : bytes), 0);
          if (staying.length > 0) expect(bytes).toBeLessThanOrEqual(mostBytes);
          expect(contents.some(({ name }) => name === kept && gone.has(name))).toBe(false);
          const latestGone = Math.max(...leaving.map(({ usedMs }) => usedMs));
          for (const { usedMs } of staying) expect(usedMs).toBeGreaterThanOrEqual(latestGone);
          for (const { name, usedMs } of files) {
            if (name.endsWith('.part')) expect(gone.has(name)).toBe(10_000_000 - usedMs > 3_600_000);
          }
        },
      ),
    );
  });
});
