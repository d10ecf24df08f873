/** Files of plain data that people write: read as YAML, all faults at once, each with its place. */

export { Findings, join } from './faults.ts';
export { Found, shown } from './found.ts';
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
export { type Key, type Keys, mapUnder, openSection, Section } from './section.ts';
export { entryOf, type MapTree, mapOf, show, type Tree, withValue } from './tree.ts';
export { anyOf, brief, didYouMean } from './words.ts';
export { LIMITS, parseYaml, tooLarge } from './yaml.ts';
