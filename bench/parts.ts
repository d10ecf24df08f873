/** Arguments that name a folder, and no part. */
const isFolder = (argument: string) => argument.includes('/');

/** The checkout that the command line names, to compare with. */
export function otherCheckout(): string | null {
  return process.argv.slice(2).find(isFolder) ?? null;
}

/** Runs the parts that the command line names, or all, one after the other. */
export async function runParts<Part>(
  parts: Readonly<Record<string, Part>>,
  run: (part: Part, name: string) => Promise<void>,
): Promise<void> {
  const wanted = process.argv.slice(2).filter((argument) => !isFolder(argument));
  const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) {
    const names = Object.keys(parts).join(', ');
    process.stderr.write(`No part is called ${unknown.join(', ')}. Parts: ${names}.\n`);
    process.exit(2);
  }
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stdout.write(`\n── ${name}\n`);
    await run(part, name);
  }
}

const WIDTH = 64;

export function print(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(WIDTH)} ${value}\n`);
}
