import type { Fault } from '@latentsweep/core';
import { counted, listed, yamlNames } from '../refuse.ts';

/** Something to say of a column. What is of one kind can be said of several at once. */
export interface Finding {
  readonly kind: string;
  readonly column: string;
}

/** So many findings of a kind stand side by side; more are told as one. */
const MOST_OF_A_KIND = 3;
const MOST_NAMES = 10;

/**
 * Findings as people read them: of many of one kind the first, and which other columns it holds for. `tell` is asked
 * for what is shown alone, with the columns that its advice is for as a list in YAML.
 */
export async function gathered<F extends Finding>(
  findings: readonly F[],
  tell: (finding: F, columns: string) => Promise<Fault>,
): Promise<Fault[]> {
  const told: Fault[] = [];
  for (const alike of Map.groupBy(findings, ({ kind }) => kind).values()) {
    if (alike.length <= MOST_OF_A_KIND) {
      for (const finding of alike) told.push(await tell(finding, yamlNames([finding.column])));
      continue;
    }
    const names = alike.map(({ column }) => column);
    const fault = await tell(alike[0]!, yamlNames(names));
    const end = fault.message.endsWith('.') ? '.' : '';
    const more = `; so it is with ${counted(names.length - 1, 'more column')}: ${listed(names.slice(1), MOST_NAMES)}`;
    told.push({
      ...fault,
      message: `${fault.message.slice(0, fault.message.length - end.length)}${more}${end}`,
    });
  }
  return told;
}
