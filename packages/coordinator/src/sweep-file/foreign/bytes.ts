/** What a file is whose content is no UTF-8 text, by its first bytes. */
export function binaryKind(bytes: Uint8Array): string {
  const known = SIGNATURES.find(({ at = 0, bytes: signature }) =>
    signature.every((byte, i) => bytes[at + i] === byte),
  );
  return known?.what ?? 'a binary file, or text that is not UTF-8';
}

interface Signature {
  readonly what: string;
  readonly at?: number;
  readonly bytes: readonly number[];
}

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { what: 'a Parquet file', bytes: letters('PAR1') },
  { what: 'a file that gzip packed', bytes: [0x1f, 0x8b] },
  { what: 'a ZIP archive, such as an Excel workbook', bytes: letters('PK\u0003\u0004') },
  { what: 'an Excel workbook of the old kind', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { what: 'an Arrow file', bytes: letters('ARROW1') },
  { what: 'an SQLite database', bytes: letters('SQLite format 3') },
  { what: 'a NumPy array', bytes: [0x93, ...letters('NUMPY')] },
  { what: 'an HDF5 file', bytes: [0x89, ...letters('HDF')] },
  { what: 'a PDF', bytes: letters('%PDF') },
  { what: 'an image', bytes: [0x89, ...letters('PNG')] },
  { what: 'an image', bytes: [0xff, 0xd8, 0xff] },
  { what: 'a program', bytes: [0x7f, ...letters('ELF')] },
  { what: 'a Python pickle', bytes: [0x80, 0x04] },
  { what: 'text in UTF-16', bytes: [0xff, 0xfe] },
  { what: 'text in UTF-16', bytes: [0xfe, 0xff] },
];
