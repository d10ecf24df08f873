import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { allRows, told } from '../fixtures.ts';
import { zipOf } from '../zip/write.ts';
import { readNpz } from './read.ts';
import { bytesOf, npyOf } from './write.ts';

const folder = await mkdtemp(join(tmpdir(), 'latentsweep-npz-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array, arrays: readonly string[] | null = null) {
  const path = join(folder, 't.npz');
  await writeFile(path, bytes);
  const table = await readNpz(path, arrays);
  return { names: table.columns.map(({ name }) => name), ...(await allRows(table)) };
}

const refusal = async (bytes: Uint8Array, arrays: readonly string[] | null = null) =>
  (await told(read(bytes, arrays))).replaceAll(folder, '…');

/** numpy.savez_compressed (NumPy 2) of X float32, y str, k int64 by columns, f bool. */
const BY_NUMPY =
  'UEsDBC0AAAAIAAAAIQDagnF2//////////8FABQAWC5ucHkBABAAkAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDLgaGA/YMDAwOQLq+acXv7QBQSwMELQAAAAgAAAAhAPjS0BT//////////wUAFAB5Lm5weQEAEACYAAAAAAAAAFMAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbhNqrK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQArjwGBoZ8BgioBOJUIC4GYgBQSwMELQAAAAgAAAAhAFR7kRf//////////wUAFABrLm5weQEAEACgAAAAAAAAAFEAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSDykqTQUKF2ckFqQCuRpGOgpGmjoKtQrkAy5GBghghtJMUJoFSgMAUEsDBC0AAAAIAAAAIQDuGbtd//////////8FABQAZi5ucHkBABAAggAAAAAAAABGAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF6TZKiuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6mjoKtQoUAC5GBgBQSwECLQMtAAAACAAAACEA2oJxdlUAAACQAAAABQAAAAAAAAAAAAAAgAEAAAAAWC5ucHlQSwECLQMtAAAACAAAACEA+NLQFFMAAACYAAAABQAAAAAAAAAAAAAAgAGMAAAAeS5ucHlQSwECLQMtAAAACAAAACEAVHuRF1EAAACgAAAABQAAAAAAAAAAAAAAgAEWAQAAay5ucHlQSwECLQMtAAAACAAAACEA7hm7XUYAAACCAAAABQAAAAAAAAAAAAAAgAGeAQAAZi5ucHlQSwUGAAAAAAQABADMAAAAGwIAAAAA';

const npz = (arrays: Record<string, Uint8Array>) =>
  zipOf(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })));
const floats = (shape: number[], values: number[], fortran = false) =>
  npyOf('<f8', shape, bytesOf(new Float64Array(values)), fortran);

describe('NumPy’s archives', () => {
  test('as NumPy writes one', async () => {
    expect(await read(Buffer.from(BY_NUMPY, 'base64'))).toEqual({
      names: ['X 1', 'X 2', 'y', 'k 1', 'k 2', 'f'],
      cells: [
        ['1.5', '2', 'no', '1', '2', 'true'],
        [null, String(Math.fround(-3e-5)), 'yes', '3', '4', 'false'],
      ],
      lines: [1, 2],
    });
  });

  test('arrays by name, in the order in which they are named', async () => {
    const file = npz({ train: floats([2, 1], [1, 2]), test: floats([3], [1, 2, 3]), y: floats([2], [0, 1]) });
    expect(await refusal(file)).toBe(
      '[which_arrays] The arrays of …/t.npz have different numbers of rows: `train` (2 x 1), `test` (3), `y` (2). Name those that make the table: `arrays: [X, y]`.',
    );
    expect(await read(file, ['y', 'train'])).toMatchObject({
      names: ['y', 'train'],
      cells: [
        ['0', '1'],
        ['1', '2'],
      ],
    });
    expect(await refusal(file, ['x'])).toContain(
      '[unknown_array] …/t.npz has no array `x` (dataset.arrays). It has `train`',
    );
  });

  test.for([
    [
      '<f2',
      new Uint16Array([0x3c00, 0xc100, 0x0001, 0x7c00, 0x7e00]),
      ['1', '-2.5', '5.960464477539063e-8', 'Infinity', null],
    ],
    ['|u1', new Uint8Array([0, 255]), ['0', '255']],
    ['<i8', new BigInt64Array([-9007199254740993n]), ['-9007199254740993']],
    ['>i2', new Uint8Array([1, 0, 255, 255]), ['256', '-1']],
    ['|S3', Buffer.from('ab\0cde'), ['ab', 'cde']],
    ['<U2', new Uint32Array([0xe9, 0, 0x1f600, 0x61]), ['é', '😀a']],
  ] as const)('%s', async ([descr, items, cells]) => {
    const file = npz({ x: npyOf(descr, [cells.length], bytesOf(items)) });
    expect((await read(file)).cells).toEqual(cells.map((cell) => [cell]));
  });

  test.for([
    ['|O', [1], '[bad_npz] The array `x` of …/t.npz holds Python objects, which are never loaded.'],
    ['<c16', [1], 'has the type <c16'],
    ['<f8', [1, 1, 1], '[which_arrays]'],
    ['<f8', [], '`x` (a single value)'],
    ['<f8', [2], 'states the shape (2), but holds 8 bytes of items'],
    ['<f8', [1_000_000, 1_000_000], '[table_too_wide]'],
    ['<f8', [1_000_000_000, 10], '[table_too_large]'],
  ] as const)('%s %s', async ([descr, shape, message]) => {
    expect(await refusal(npz({ x: npyOf(descr, shape, Buffer.alloc(8)) }))).toContain(message);
  });

  test('no array, or none of NumPy’s', async () => {
    expect(await refusal(zipOf([{ name: 'a.txt', bytes: 'x' }]))).toContain('holds no array');
    expect(await refusal(npz({ x: Buffer.from('not of numpy') }))).toContain('has no header of NumPy');
    expect(await refusal(npz({ x: Buffer.from('\x93NUMPY\x01\x00\xff\xff{', 'latin1') }))).toContain(
      'ends in its header',
    );
  });

  test('by rows or by columns, the same table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (rows, columns) => {
          const value = (i: number, j: number) => i * 10 + j;
          const byRows = Array.from({ length: rows * columns }, (_, at) =>
            value(Math.floor(at / columns), at % columns),
          );
          const byColumns = Array.from({ length: rows * columns }, (_, at) =>
            value(at % rows, Math.floor(at / rows)),
          );
          const one = await read(npz({ x: floats([rows, columns], byRows) }));
          expect(await read(npz({ x: floats([rows, columns], byColumns, true) }))).toEqual(one);
          expect(one.cells[rows - 1]![columns - 1]).toBe(String(value(rows - 1, columns - 1)));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a damaged archive', () => {
  const good = npz({
    x: floats(
      [200],
      Array.from({ length: 200 }, (_, i) => i),
    ),
  });
  const entry = { name: 'x.npy', bytes: floats([200], new Array(200).fill(1)) };

  test('cut', async () => {
    expect(await refusal(good.subarray(0, good.length - 30))).toContain('its directory is missing');
    expect(await refusal(Buffer.alloc(10))).toContain('[damaged_file]');
  });

  test('with other bytes than it states: a bomb is not unpacked', async () => {
    expect(await refusal(zipOf([{ ...entry, size: 400 }]))).toContain('has more than the 400 bytes');
    const bomb = { name: 'x.npy', bytes: Buffer.concat([entry.bytes, Buffer.alloc(50_000_000)]) };
    expect(await refusal(zipOf([{ ...bomb, size: entry.bytes.length }]))).toContain(
      'has more than the 1728 bytes that it states',
    );
    expect(await refusal(zipOf([{ ...entry, crc: 1 }]))).toContain('has another checksum');
  });

  test('whatever byte is another, it is read or refused as input', async () => {
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
});
