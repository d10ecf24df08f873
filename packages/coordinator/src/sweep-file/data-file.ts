/** What reads a sweep file reads other files of plain data as well: all faults at once, each with its place. */

export { Findings, join } from './faults.ts';
export { LABEL, type Rule, readValue } from './rule.ts';
export { expectMap, refuseUnknown } from './section.ts';
export { entryOf, type MapTree, type Place, show, type Tree } from './tree.ts';
export { parseYaml } from './yaml.ts';
