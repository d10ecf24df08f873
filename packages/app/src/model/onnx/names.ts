/**
 * Gives names that no other one has, `taken` ones included: the wanted one, with underscores behind it where there is such a
 * one. Inputs and outputs of a graph are told apart by their names alone, and columns are called as users like.
 */
export function namer(taken: Iterable<string>): (wanted: string) => string {
  const used = new Set(taken);
  return (wanted) => {
    let name = wanted;
    while (used.has(name)) name += '_';
    used.add(name);
    return name;
  };
}
