/** Colours and weights, as functions that do nothing where the output takes none. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  blue(text: string): string;
  magenta(text: string): string;
}

const code = (open: number, close: number) => (text: string) =>
  text === '' ? text : `\u001B[${open}m${text}\u001B[${close}m`;
const same = (text: string) => text;

export const COLOURED: Style = {
  bold: code(1, 22),
  dim: code(2, 22),
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
  cyan: code(36, 39),
  blue: code(34, 39),
  magenta: code(35, 39),
};

export const PLAIN: Style = {
  ...{ bold: same, dim: same, red: same, green: same, yellow: same, cyan: same, blue: same, magenta: same },
};
