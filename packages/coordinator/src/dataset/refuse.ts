import { type Fault, InputError } from '@latentsweep/core';

/** Throws what is wrong with a data set: one fault as itself, several together. */
export function refuse(faults: readonly Fault[]): void {
  const [first, ...more] = faults;
  if (!first) return;
  if (more.length === 0) throw new InputError(first.code, first.message, first.hint);
  throw new InputError('bad_dataset', `The data set has ${faults.length} faults.`, '', faults);
}

/** What a source is called, at the beginning of a sentence. */
export function sentence(label: string): string {
  return label.replace(/^the /, 'The ');
}

/** Names as they are in the file, cut after a few. */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  return names.length > most ? `${shown.join(', ')} and ${names.length - most} more` : shown.join(', ');
}

/** Names as they stand in a list of a sweep file, `x, "a: b"`, cut after a few. */
export function yamlNames(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).map(yamlName);
  return names.length > most ? `${shown.join(', ')}, …` : shown.join(', ');
}

function yamlName(name: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_ .()/-]*$/u.test(name) && name.trim() === name;
  return plain && !/^(true|false|null)$/i.test(name) ? name : JSON.stringify(name);
}

/** A note on columns of a source, with what to write as a list of them; none where there is no column. */
export function columnsNote(
  label: string,
  names: readonly string[],
  note: { code: string; path: string; does: string; hint: (list: string) => string },
): Fault[] {
  if (names.length === 0) return [];
  const columns = names.length === 1 ? `Column ${listed(names)}` : `Each of the columns ${listed(names, 5)}`;
  const { code, path, does, hint } = note;
  return [{ code, path, message: `${columns} of ${label} ${does}`, hint: hint(`[${yamlNames(names, 5)}]`) }];
}
