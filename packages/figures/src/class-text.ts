/** A class as a text calls it: `class 1`, and the names that say by themselves what they are. */
export function classText(of: string): string {
  return /^(class|the) /.test(of) ? of : `class ${of}`;
}
