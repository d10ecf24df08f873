export { isArff } from './arff/header.ts';
export { readArff } from './arff/read.ts';
export { type NpzArray, openArrays } from './npz/arrays.ts';
export { readNpz } from './npz/read.ts';
export { npyOf, npzOf } from './npz/write.ts';
export { isSvmlight, readSvmlight } from './svmlight/read.ts';
export { type FileColumn, type FileTable, refuseSize } from './table.ts';

export { readSheet, type Sheet } from './xlsx/read.ts';
export { lettersOf } from './xlsx/sheet.ts';
