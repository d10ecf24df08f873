/** How a program is started: W&B's command with its macros. */

/** What stands for the config in a command; whoever starts a trial puts it there. */
export const CONFIG_MACROS = [
  'args',
  'args_no_hyphens',
  'args_no_boolean_flags',
  'args_no_equals',
  'args_json',
  'args_json_file',
  'args_append_hydra',
  'args_override_hydra',
] as const;

/** What is the same in all trials, and put in once. */
const FIXED_MACROS = ['env', 'interpreter', 'program'] as const;

const MACROS: readonly string[] = [...FIXED_MACROS, ...CONFIG_MACROS];

/** W&B's, where a file has no command; without its `${env}`, which is one more process to start. */
const USUAL = ['${interpreter}', '${program}', '${args}'];

const INTERPRETERS: readonly (readonly [ending: RegExp, interpreter: string])[] = [
  [/\.py$/i, 'python3'],
  [/\.r$/i, 'Rscript'],
  [/\.(?:js|mjs|cjs|ts|mts|cts)$/i, 'node'],
  [/\.sh$/i, 'sh'],
];

/** The name of a word that is a macro: `args` of `${args}`. Null for any other word. */
export function macroIn(word: string): string | null {
  return /^\$\{([^}]*)\}$/.exec(word)?.[1] ?? null;
}

/** A macro that means nothing here: W&B leaves it out without a word. Null: all of them are known. */
export function unknownMacro(word: string): string | null {
  const macro = macroIn(word);
  return macro === null || MACROS.includes(macro) || macro.startsWith('envvar:') ? null : macro;
}

/** The macros that there are, for a hint. */
export const macroNames = (): readonly string[] => MACROS;

/** The command with all that is the same in every trial: the program's file, what runs a file of its kind, and `env`. */
export function startOf(
  file: string,
  command: readonly string[] | null,
  platform: string = 'linux',
): readonly string[] {
  const interpreter = INTERPRETERS.find(([ending]) => ending.test(file))?.[1];
  // A bare name would be looked for among the system's commands, and one that begins with `-` is no file to an interpreter.
  const path =
    (interpreter === undefined && !file.includes('/')) || file.startsWith('-') ? `./${file}` : file;
  const fixed: Readonly<Record<string, readonly string[]>> = {
    env: platform === 'win32' ? [] : ['/usr/bin/env'],
    interpreter: interpreter === undefined ? [] : [interpreter],
    program: [path],
  };
  return (command ?? USUAL).flatMap((word) => fixed[macroIn(word) ?? ''] ?? [word]);
}

/** The script that a command runs: the first word that one of the endings of scripts is on, or else its first plain one. Null: all are macros. */
export function scriptIn(command: readonly string[]): string | null {
  const plain = command.filter((word) => macroIn(word) === null && word !== '/usr/bin/env');
  return plain.find((word) => INTERPRETERS.some(([ending]) => ending.test(word))) ?? plain[0] ?? null;
}
