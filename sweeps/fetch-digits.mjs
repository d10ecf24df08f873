// Makes data/digits_8x8_1797.csv, which sweeps/digits.yaml and sweeps/deck-cnn.yaml are of, and data/digits_eight.csv of
// sweeps/digits-rare.yaml, the same images with two classes, eight and other:
//
//   node sweeps/fetch-digits.mjs [FILE]
//
// of optdigits.tes of the UCI repository (Optical Recognition of Handwritten Digits, CC BY 4.0, Alpaydin & Kaynak 1998),
// which is fetched, or of a FILE that was. They are written only where the first is, byte by byte,
// what results were told of.

import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = 'https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/optdigits.tes';
const SIDE = 8;
const SHA256 = '9249df2ba10cd1217205651e3deeb3754dce1f2cbfd8f2161e49026cb22c78b1';
const FOLDER = join(import.meta.dirname, '..', 'data');

async function fetched() {
  const response = await fetch(SOURCE);
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
  return response.text();
}

try {
  const [file] = process.argv.slice(2);
  const rows = file === undefined ? await fetched() : await readFile(file, 'utf8');
  const pixels = Array.from({ length: SIDE ** 2 }, (_, i) => `p${Math.floor(i / SIDE)}_${i % SIDE}`);
  const lines = rows.split(/\r?\n/).filter((line) => line.trim() !== '');
  const csv = `${[[...pixels, 'label'].join(','), ...lines].join('\n')}\n`;
  if (createHash('sha256').update(csv).digest('hex') !== SHA256) {
    throw new Error(`${file ?? SOURCE} holds other rows than it did`);
  }
  await mkdir(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries({
    'digits_8x8_1797.csv': csv,
    'digits_eight.csv': csv.replace(/,(\d)$/gm, (_, digit) => (digit === '8' ? ',eight' : ',other')),
  })) {
    const to = join(FOLDER, name);
    await writeFile(to, text);
    process.stdout.write(`Wrote ${lines.length} images to ${to}.\n`);
  }
} catch (error) {
  process.stderr.write(
    `No digits: ${error.cause?.message ?? error.message}.\nGet optdigits.tes from https://archive.ics.uci.edu/dataset/80 and name it.\n`,
  );
  process.exitCode = 1;
}
