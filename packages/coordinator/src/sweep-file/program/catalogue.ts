import type { Parameter } from '@latentsweep/core';
import { entryOf, shown, type Tree } from '@latentsweep/plain-file';
import { NUMBERS } from '../../search/config-space.ts';
import type { Catalogue, Members } from '../catalogue.ts';
import { PARAMETER_NAME } from './keys.ts';

/** Parameters of a program of the user's own: the file says which there are, and of which types. */
export const OF_PROGRAM: Catalogue = {
  has(name, entry) {
    if (PARAMETER_NAME.test(name)) return true;
    const message = `${shown(name)} is no name of a parameter`;
    const hint =
      'Use 1 to 64 letters, digits and `_ . - / : + ~ @`, with a letter or one of `_ + ~ @` first.';
    entry.fault('bad_parameter_name', message, hint, entry.keyAt);
    return false;
  },
  parameter(name, kind): Parameter {
    const what = { name, description: '', default: 0 };
    if (kind === 'constant' || kind === 'categorical') return { ...what, type: 'mixed' };
    return { ...what, type: kind === 'int_uniform' ? 'integer' : 'number', ...NUMBERS };
  },
  members(name, entry) {
    const row = rowOf(entry.tree);
    if (row?.kind !== 'map') return undefined;
    const keys = row.entries.map(
      ({ key }) => [key, OF_PROGRAM.parameter(`${name}.${key}`, 'categorical')] as const,
    );
    return new Map(keys) satisfies Members;
  },
  sharesRun: () => false,
};

/** What tells the parameters of a group: those that are nested in it, or the first of its mappings. */
function rowOf(entry: Tree): Tree | undefined {
  const listed = entryOf(entry, 'values')?.value;
  return (
    entryOf(entry, 'parameters')?.value ??
    entryOf(entry, 'value')?.value ??
    (listed?.kind === 'list' ? listed.items[0] : undefined)
  );
}
