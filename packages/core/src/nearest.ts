/** Which of some known names a word was probably meant to be. */

/** Longer ones are no names. */
const LONGEST = 64;
/** Of a beginning or a part, so that it says something. */
const TELLING = 3;

/**
 * How a word may stand for a name, the likeliest way first: it is the same but for case, `-` and blanks; it is the
 * name within its group (`kl` of `loss_weights.kl`); it begins the name (`test_acc`); its words begin words of the name, or
 * are one (`bal_acc`, and `kl` of `kl_warmup`); it is the initials (`lr`); up to a third of its letters are wrong; it is
 * within the name.
 */
const WAYS: readonly ((word: string, name: string) => boolean)[] = [
  (word, name) => word === name,
  (word, name) => name.endsWith(`.${word}`),
  (word, name) => word.length >= TELLING && name.startsWith(word),
  (word, name) => (word.length >= TELLING ? beginsWords(word, name) : wordsOf(name).includes(word)),
  (word, name) => word.length > 1 && word === initials(name),
  misspells,
  (word, name) => word.length >= TELLING && name.includes(word),
];

/** Up to `most` of the names that are likeliest in the same way, those of fewest different letters first. */
export function nearestOf(given: string, known: Iterable<string>, most = 3): string[] {
  const word = plain(given);
  if (word === '' || word.length > LONGEST) return [];
  const names = [...new Set(known)].map((name) => ({ name, as: plain(name).slice(0, LONGEST) }));
  for (const stands of WAYS) {
    const found = names.filter(({ as }) => stands(word, as));
    if (found.length === 0) continue;
    const byEdits = found.map(({ name, as }) => ({ name, edits: distance(word, as) }));
    byEdits.sort((a, b) => a.edits - b.edits);
    return byEdits.slice(0, most).map(({ name }) => name);
  }
  return [];
}

/** The likeliest one, or null where none is near. */
export function nearest(given: string, known: Iterable<string>): string | null {
  return nearestOf(given, known, 1)[0] ?? null;
}

/** Whether one of the names is meant but for some letters, or the last part of one. */
export function isMisspelt(given: string, known: Iterable<string>): boolean {
  const word = plain(given);
  const last = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  if (word.length > LONGEST) return false;
  return [...known].map(plain).some((name) => misspells(word, name) || misspells(word, last(name)));
}

/** Up to a third of the letters are wrong. */
function misspells(word: string, name: string): boolean {
  return distance(word, name) <= Math.max(1, Math.floor(word.length / 3));
}

/** Case and the choice of -, _ or a blank are no difference. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[- ]/g, '_');
}

const wordsOf = (name: string) => name.split(/[._]+/).filter((word) => word !== '');

const initials = (name: string) => wordsOf(name).reduce((letters, word) => letters + word[0], '');

/** Whether each word of `given` begins one of `name`, in their order. */
function beginsWords(given: string, name: string): boolean {
  const words = wordsOf(name);
  const wanted = wordsOf(given);
  let at = 0;
  for (const word of wanted) {
    while (at < words.length && !words[at]!.startsWith(word)) at++;
    if (at++ >= words.length) return false;
  }
  return wanted.length > 0;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
