/** What runs a script, as it says of itself. Only interpreters are asked: any other program might take a question for a run. */

import { execFile } from 'node:child_process';

export interface Interpreter {
  readonly interpreter: string;
  readonly version?: string;
  /** Of those that the script imports, by name. */
  readonly packages?: Readonly<Record<string, string>>;
}

/** Where and how long an interpreter is asked. */
export interface Asking {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const PYTHON = /^python[0-9.]*$/;
const OTHERS = /^(?:Rscript|node|deno|bun|ruby|julia)$/;
const LONGEST = 100;
const MOST_PACKAGES = 50;

/** The word of a command that is its interpreter. */
export function interpreterIn(command: readonly string[]): string | null {
  const word = command.find((each) => !/(?:^|\/)env$/.test(each));
  const name = word?.split('/').at(-1) ?? '';
  return word !== undefined && (PYTHON.test(name) || OTHERS.test(name)) ? word : null;
}

/** Top-level modules that a Python script names in its imports. */
export function importsIn(script: string): string[] {
  const named = [
    ...script.matchAll(/^[ \t]*(?:from[ \t]+([A-Za-z_][\w.]*)[ \t]+import\b|import[ \t]+([^#;\r\n]+))/gm),
  ];
  const modules = named.flatMap(([, from, list]) => from ?? list!.split(','));
  const tops = modules
    .map((each) => /^[A-Za-z_]\w*/.exec(each.trim())?.[0] ?? '')
    .filter((top) => top !== '');
  return [...new Set(tops)].slice(0, MOST_PACKAGES);
}

/** The script's folder is not looked into: nothing of the user's own is run. */
const ASK_PYTHON = `
import sys
sys.path.pop(0)
import json
packages = {}
try:
    import importlib.metadata as metadata
    owners = metadata.packages_distributions()
    packages = {owner: metadata.version(owner) for name in sys.argv[1:] for owner in owners.get(name, [])}
except Exception:
    pass
print(json.dumps({'version': sys.version.split()[0], 'packages': packages}))
`;

/** `script`: its text. What can't be had is left out. */
export async function askInterpreter(word: string, script: string, asking: Asking): Promise<Interpreter> {
  const interpreter = word.slice(-LONGEST);
  if (!PYTHON.test(word.split('/').at(-1)!)) {
    const version = (await ask(word, ['--version'], asking)).split('\n')[0]!.trim().slice(0, LONGEST);
    return version === '' ? { interpreter } : { interpreter, version };
  }
  const answer = await ask(word, ['-c', ASK_PYTHON, ...importsIn(script)], asking);
  try {
    const { version, packages } = JSON.parse(answer) as { version: string; packages: Record<string, string> };
    const few = Object.entries(packages).slice(0, MOST_PACKAGES);
    return {
      ...{ interpreter, version: version.slice(0, LONGEST) },
      packages: Object.fromEntries(few.map((pair) => pair.map((text) => String(text).slice(0, LONGEST)))),
    };
  } catch {
    return { interpreter };
  }
}

/** Its output; what it says as an error where that is all. Empty where it says nothing in time. */
function ask(
  file: string,
  words: readonly string[],
  { folder, env, timeoutMs, signal }: Asking,
): Promise<string> {
  const options = {
    cwd: folder,
    env: { ...env },
    timeout: timeoutMs,
    signal,
    maxBuffer: 64 * 1024,
    killSignal: 'SIGKILL' as const,
  };
  return new Promise((resolve) => {
    execFile(file, words, options, (error, out, err) => resolve(error ? '' : out || err)).stdin?.end();
  });
}
