/** Files of plain data that people write: read as YAML, all faults at once, each with its place. */

export { brief } from './brief.ts';
export { Findings, join } from './faults.ts';
export { didYouMean } from './nearest.ts';
export {
  boundsOf,
  describe,
  type JsonSchema,
  LABEL,
  type Rule,
  readItems,
  readValue,
  schemaOf,
} from './rule.ts';
export { expectMap, type Key, type Keys, openSection, refuseUnknown, Section, shown } from './section.ts';
export { type Entry, entryOf, type MapTree, mapOf, type Place, show, type Tree, withValue } from './tree.ts';
export { LIMITS, parseYaml, tooLarge } from './yaml.ts';
