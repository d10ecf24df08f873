/** Arguments that name a folder, and no part. */
const isFolder = (argument: string) => argument.includes('/');

/** The checkout that the command line names, to compare with. */
export function otherCheckout(): string | null {
  return process.argv.slice(2).find(isFolder) ?? null;
}

/** The value of an option `--name VALUE`. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Whether an argument is an option, or the value of the one before it. */
export const isOption = (argument: string, before: string | undefined): boolean =>
  argument.startsWith('--') || before?.startsWith('--') === true;

/** Runs the parts that the command line names, or all, one after the other. */
export async function runParts<Part>(
  parts: Readonly<Record<string, Part>>,
  run: (part: Part, name: string) => Promise<void>,
): Promise<void> {
  const wanted = process.argv
    .slice(2)
    .filter((argument, i, all) => !isFolder(argument) && !isOption(argument, all[i - 1]));
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
