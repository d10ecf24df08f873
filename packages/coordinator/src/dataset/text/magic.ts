/** What a file is by its content, and the way to a table from what is none that can be read. */

export interface Other {
  /** With its article. */
  readonly what: string;
  /** How to get a table out of it; `FILE` stands for its name. */
  readonly way: string;
  /** The way works where the file is packed by gzip as well. */
  readonly packed?: boolean;
}

interface Kind extends Other {
  /** Bytes as they stand in the file, as Latin-1, or a pattern over them. */
  readonly begins: string | RegExp;
}

const SHEET = 'Save the sheet as CSV (in Excel: File, Save As, CSV UTF-8), and name that file.';
const PANDAS = (call: string) =>
  `Make it CSV, for example: python3 -c "import pandas; ${call}.to_csv('FILE.csv', index=False)".`;
const UNPACK = (command: string) => `Unpack it (${command}), and name the file that was in it.`;
const R = (read: string) => `Make it CSV in R: write.csv(${read}, "FILE.csv", row.names = FALSE).`;

/** Files are matched by their first 4096 bytes, the first that fits counts. */
const KINDS: readonly Kind[] = [
  { what: 'an OpenDocument file', begins: /^PK\x03\x04.*?mimetypeapplication\/vnd\.oasis/s, way: SHEET },
  { what: 'a zip archive', begins: 'PK\x03\x04', way: UNPACK('unzip FILE') },
  {
    what: 'an old Excel workbook (.xls), one with a password, or another Office file',
    begins: '\xd0\xcf\x11\xe0',
    way: 'Save it as XLSX without a password (in Excel: File, Save As, Excel Workbook), and name that file.',
  },
  { what: 'packed by xz', begins: '\xfd7zXZ\0', way: UNPACK('xz -dk FILE') },
  { what: 'packed by bzip2', begins: /^BZh[1-9]1AY&SY/, way: UNPACK('bunzip2 -k FILE') },
  { what: 'packed by lz4', begins: '\x04"M\x18', way: UNPACK('lz4 -d FILE') },
  { what: 'a 7-Zip archive', begins: "7z\xbc\xaf'\x1c", way: UNPACK('7z x FILE') },
  { what: 'a RAR archive', begins: 'Rar!\x1a\x07', way: UNPACK('unrar x FILE') },
  { what: 'a tar archive', begins: /^.{257}ustar/s, way: UNPACK('tar -xf FILE'), packed: true },
  {
    what: 'an SQLite database',
    begins: 'SQLite format 3\0',
    way: 'Write a table of it as CSV: sqlite3 -header -csv FILE "select * from NAME" > FILE.csv.',
  },
  {
    what: 'a DuckDB database',
    begins: /^.{8}DUCK/s,
    way: `Write a table of it as Parquet: duckdb FILE "copy NAME to 'FILE.parquet'".`,
  },
  { what: 'an HDF5 file', begins: '\x89HDF\r\n\x1a\n', way: PANDAS("pandas.read_hdf('FILE')") },
  {
    what: 'a NumPy array (.npy)',
    begins: '\x93NUMPY',
    way: `Make it CSV, for example: python3 -c "import numpy, pandas; pandas.DataFrame(numpy.load('FILE')).to_csv('FILE.csv', index=False)".`,
  },
  { what: 'a Python pickle', begins: /^\x80[\x02-\x05]/, way: PANDAS("pandas.read_pickle('FILE')") },
  {
    what: 'an R workspace (.RData)',
    begins: /^RD[XA][23]\n/,
    way: R('NAME_OF_THE_DATA_FRAME'),
    packed: true,
  },
  {
    what: 'an R object (.rds)',
    begins: /^(X\n\0\0\0[\x02\x03]|A\n[23]\n)/,
    way: R('readRDS("FILE")'),
    packed: true,
  },
  { what: 'an SPSS file', begins: /^\$FL[23]/, way: PANDAS("pandas.read_spss('FILE')") },
  {
    what: 'a SAS data set',
    begins: /^(\0{12}\xc2\xea\x81\x60|HEADER RECORD\*{7}LIB)/,
    way: PANDAS("pandas.read_sas('FILE', encoding='utf-8')"),
  },
  {
    what: 'a Stata file',
    begins: /^(<stata_dta>|[\x69-\x73][\x01\x02]\x01\0)/,
    way: PANDAS("pandas.read_stata('FILE')"),
  },
  { what: 'an Arrow (Feather) file', begins: /^(ARROW1|FEA1)/, way: PANDAS("pandas.read_feather('FILE')") },
  { what: 'an ORC file', begins: /^ORC[\0-\x1f]/, way: PANDAS("pandas.read_orc('FILE')") },
  { what: 'an Avro file', begins: 'Obj\x01', way: 'Make it CSV or Parquet.' },
  {
    what: 'a MATLAB file',
    begins: 'MATLAB 5.0',
    way: 'Save the table in MATLAB: writetable(NAME, "FILE.csv").',
  },
  { what: 'a PDF document', begins: '%PDF-', way: 'Copy the table out of it into a CSV file.' },
  {
    what: 'a web page (HTML)',
    begins: /^(\xef\xbb\xbf)?\s*(<!doctype html|<html)/i,
    way: 'Was the page saved instead of the file that it links to? Fetch the file itself (on GitHub: Raw).',
  },
  { what: 'XML', begins: /^(\xef\xbb\xbf)?\s*<\?xml/, way: PANDAS("pandas.read_xml('FILE')") },
  {
    what: 'a pointer of Git LFS, in the place of a file that was not fetched',
    begins: 'version https://git-lfs.github.com/',
    way: 'Fetch it: git lfs pull.',
  },
];

/** Archives that hold a table; what they are shows in their first entry. */
const ZIPPED = {
  xlsx: /^PK\x03\x04.{26}.{0,80}?(\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/)/s,
  npz: /^PK\x03\x04.{26}.{0,80}?\.npy/s,
};

/** A workbook or NumPy's arrays, by the first bytes; null where it is neither. */
export function zippedTable(bytes: Uint8Array): keyof typeof ZIPPED | null {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (ZIPPED.npz.test(start)) return 'npz';
  return ZIPPED.xlsx.test(start) ? 'xlsx' : null;
}

/** What the file is, where that is known and no table that can be read. */
export function otherFormat(bytes: Uint8Array): Other | null {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (
    KINDS.find(({ begins }) =>
      typeof begins === 'string' ? start.startsWith(begins) : begins.test(start),
    ) ?? null
  );
}

export function packingOf(bytes: Uint8Array): 'none' | 'gzip' | 'zstd' {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? 'zstd' : 'none';
}

export function isParquet(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/** A list of objects, or an object a line. */
export function isJson(text: string): boolean {
  return /^\s*(\[\s*\{|\{\s*")/.test(text);
}
