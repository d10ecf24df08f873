import type { Keys, Rule } from '@latentsweep/plain-file';

/** How a program gets its config. */
export const CONFIG_WAY = {
  type: 'choice',
  choices: ['flags', 'stdin', 'env', 'file'],
} as const satisfies Rule;

/** How it reports. */
export const REPORT_WAY = { type: 'choice', choices: ['lines', 'csv', 'last_line'] } as const satisfies Rule;

/** What the variables of a program are called by the system. */
const VARIABLE = {
  read: (text: string) =>
    /^[A-Za-z_][A-Za-z0-9_]{0,255}$/.test(text)
      ? text
      : {
          fault: `must be the name of a variable, got "${text.slice(0, 40)}"`,
          hint: 'Write a name such as HF_TOKEN: its value is that of whoever starts the worker.',
        },
};

const FLAG = { rule: { type: 'boolean' }, default: false } as const;

/** Of a program in `programs.yaml`, but for `command` and `limits`. */
export const PROGRAM_KEYS = {
  folder: { rule: { type: 'text', maxLength: 4000 }, default: '.' },
  config: { rule: CONFIG_WAY, default: 'flags' },
  reports: { rule: REPORT_WAY, default: 'lines' },
  env: {
    rule: {
      ...{ type: 'texts', maxItems: 200, form: VARIABLE },
      ...{ what: 'a list of names of variables', hint: 'Write a list such as [HF_TOKEN].' },
    },
    default: [],
  },
  files: {
    rule: {
      ...{ type: 'texts', maxItems: 200, form: { read: (text: string) => text } },
      ...{ what: 'a list of paths of files', hint: 'Write a list such as [data.csv, lib/model.py].' },
    },
    default: [],
  },
  warm: FLAG,
  checkpoint: FLAG,
  deterministic: FLAG,
  retries: { rule: { type: 'integer', minimum: 0, maximum: 100 }, default: 0 },
  threads: { rule: { type: 'integer', minimum: 1, maximum: 1024 }, default: 1 },
} as const satisfies Keys;

export const LIMIT_KEYS = {
  seconds: { rule: { type: 'number', exclusiveMinimum: 0, maximum: 1e7 } },
  memory_mb: { rule: { type: 'integer', minimum: 1, maximum: 1e8 } },
  output_mb: { rule: { type: 'integer', minimum: 1, maximum: 1e6 }, default: 100 },
  processes: { rule: { type: 'integer', minimum: 1, maximum: 1e6 } },
} as const satisfies Keys;
