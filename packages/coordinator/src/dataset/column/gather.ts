import { type Fault, plural } from '@latentsweep/core';
import { listed, yamlNames } from '../refuse.ts';
import type { Reread } from './reread.ts';

/** Something to say of a column. What is of one kind can be said of several at once. */
export interface Finding<Kind> extends Reread {
  readonly kind: Kind;
}

/** So many findings of a kind stand side by side; more are told as one. */
const MOST_OF_A_KIND = 3;
const MOST_NAMES = 10;

/**
 * Findings as people read them: of many of one kind the first, and which other columns it holds for. `tell` is asked
 * for what is shown alone, with the columns that its advice is for as a list in YAML.
 */
export async function gathered<Kind>(
  findings: readonly Finding<Kind>[],
  tell: (finding: Finding<Kind>, columns: string) => Promise<Fault>,
): Promise<Fault[]> {
  const told: Fault[] = [];
  for (const alike of Map.groupBy(findings, ({ kind }) => kind).values()) {
    const names = alike.map(({ profile }) => profile.column.name);
    if (alike.length <= MOST_OF_A_KIND) {
      for (const [i, finding] of alike.entries()) told.push(await tell(finding, yamlNames([names[i]!])));
      continue;
    }
    const fault = await tell(alike[0]!, yamlNames(names));
    const end = fault.message.endsWith('.') ? '.' : '';
    const more = `; so it is with ${plural(names.length - 1, 'more column')}: ${listed(names.slice(1), MOST_NAMES)}`;
    const first = fault.message.slice(0, fault.message.length - end.length);
    told.push({ ...fault, message: `${first}${more}${end}` });
  }
  return told;
}
