const LONGEST = 40;

/** A name for commands and views out of any text: [a-z0-9_], at most 40 characters, unlike those taken. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = slugOf(name);
  let slug = plain;
  for (let i = 2; taken.has(slug); i++) {
    const number = `_${i}`;
    slug = plain.slice(0, LONGEST - number.length) + number;
  }
  return slug;
}

/** A name as it is spelled in a slug. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replaceAll(/^_+|_+$/g, '');
  return plain || 'sweep';
}
