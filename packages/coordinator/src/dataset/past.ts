import { type Fault, neededSplits, SPLITS, type TableShape } from '@latentsweep/core';
import type { TableDefinition } from './source.ts';

/** Classes that are not in a split where rows are split by time: nothing deals them. */
export function pastFaults(
  { time, split }: Pick<TableDefinition, 'time' | 'split'>,
  { classNames, splitRows }: TableShape,
  spelled: (label: string) => string,
): Fault[] {
  if (time === undefined) return [];
  const needed = neededSplits(
    classNames.length,
    SPLITS.map((name) => split[name]),
  );
  return needed.flatMap((at) => {
    const name = SPLITS[at]!;
    const lacking = classNames.filter((_, k) => splitRows[name][k] === 0);
    if (lacking.length === 0) return [];
    const which = lacking.slice(0, 5).map((label) => `'${spelled(label)}'`);
    const more = lacking.length > 5 ? ` and ${lacking.length - 5} more` : '';
    const message = `Split by \`${time}\`, ${name} rows have none of the target's ${which.join(', ')}${more}.`;
    const hint = `Give ${name} a larger share (\`split\`), or leave those classes out with a \`select\`.`;
    return [{ code: 'class_not_in_split', path: 'dataset.split.time', message, hint }];
  });
}
