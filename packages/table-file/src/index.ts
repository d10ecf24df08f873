export { isArff } from './arff/header.ts';
export { readArff } from './arff/read.ts';
export { readNpz } from './npz/read.ts';
export { isSvmlight, readSvmlight } from './svmlight/read.ts';
export {
  type FileColumn,
  type FileRow,
  type FileTable,
  MOST_CELLS,
  MOST_COLUMNS,
  refuseSize,
} from './table.ts';
export { type Line, linesOf, type TextPieces } from './text/lines.ts';
export { readSheet, type Sheet } from './xlsx/read.ts';
export { lettersOf, type SheetRow } from './xlsx/sheet.ts';
