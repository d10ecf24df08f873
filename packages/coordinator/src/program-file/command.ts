import { macroNames, unknownMacro } from '@latentsweep/core';
import { didYouMean, type Found, readItems, show } from '@latentsweep/plain-file';

const MOST_WORDS = 1000;
const WORD = {
  type: 'label',
  maxLength: 8000,
  what: 'a word of a command',
  hint: 'Write a text that is not empty: each word is one argument, whatever is in it.',
} as const;
const HINT = 'Write a list, a word an item: `[python3, "${program}", "${args}"]`. No shell reads it.';

/** A command of a file, as W&B has it: a list of words, some of which are macros. Undefined with faults. */
export function readCommand(found: Found): readonly string[] | undefined {
  const items = found.items();
  if (items === undefined) {
    return found.fault('wrong_type', `must be a list of words, got ${show(found.tree)}`, HINT);
  }
  if (items.length === 0) return found.fault('empty_list', 'must hold at least one value', HINT);
  if (items.length > MOST_WORDS) {
    const message = `must be a list of at most ${MOST_WORDS} words, got ${items.length}`;
    return found.fault('wrong_length', message, 'Put them in a script, and name that.');
  }
  const words = readItems(WORD, items);
  if (words === undefined || !words.every((word, i) => isKnown(word, items[i]!))) return undefined;
  return words;
}

function isKnown(word: string, found: Found): boolean {
  const unknown = unknownMacro(word);
  if (unknown === null) return true;
  const known = macroNames();
  const hint = `${didYouMean(unknown, known)}Known: ${known.map((name) => `\${${name}}`).join(', ')}.`;
  found.fault('unknown_macro', `unknown macro ${show(found.tree)}`, hint);
  return false;
}
