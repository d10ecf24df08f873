// For TypeScript and JavaScript programs that a sweep runs (docs/programs.md). Copy this file beside yours: it needs Node 22.18
// or newer, which runs it as it is, and no package. Outside a sweep all of it works too: report() prints.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export type Value = number | boolean | string | readonly (number | boolean | string)[];
export type Config = Record<string, Value>;
export type Metrics = Record<string, number | boolean>;

interface Told {
  readonly trial: number;
  readonly config: Config;
  readonly [name: string]: unknown;
}

/** What a warm program was told of the trial under way; a cold one reads its environment. */
let told: Told | null = null;

function ofTrial(name: string): string | undefined {
  const value = told === null ? process.env[`LATENTSWEEP_${name.toUpperCase()}`] : told[name];
  return value === undefined ? undefined : String(value);
}

/** The trial's parameters by name. A default says what a value is where none is given, and whether it is text. */
export function config<D extends Config>(defaults?: D): D & Config {
  return { ...(defaults as D), ...(told?.config ?? given(defaults ?? {})) };
}

function given(defaults: Config): Config {
  const path = process.env['LATENTSWEEP_CONFIG'];
  if (path) return JSON.parse(readFileSync(path, 'utf8'));
  const found = { ...variables(defaults), ...flags(defaults) };
  if (Object.keys(found).length > 0 || process.env['LATENTSWEEP_TRIAL'] === undefined) return found;
  input ??= readFileSync(0, 'utf8');
  if (input.trim() !== '') return JSON.parse(input);
  throw new Error('the sweep gave no parameters: of variables, config() takes those that have defaults');
}

/** Standard input, which can be read once. */
let input: string | undefined;

function variables(defaults: Config): Config {
  const found: Config = {};
  for (const [name, value] of Object.entries(defaults)) {
    const text = process.env[`LATENTSWEEP_PARAM_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`];
    if (text !== undefined) found[name] = typed(text, value);
  }
  return found;
}

/** `--lr=0.1`, `--lr 0.1`, `lr=0.1`, `--deep`, and a JSON object as one argument. */
function flags(defaults: Config): Config {
  const found: Config = {};
  const words = process.argv.slice(2);
  for (const [i, word] of words.entries()) {
    const [, name = '', text] = /^[-+]*([^=]*)(?:=(.*))?$/s.exec(word)!;
    if (word.startsWith('{')) {
      Object.assign(found, JSON.parse(word));
    } else if (text !== undefined) {
      found[name] = typed(text, defaults[name]);
    } else if (word.startsWith('--')) {
      const after = words[i + 1] ?? '--';
      found[name] = /^--|=/.test(after) ? true : typed(after, defaults[name]);
    }
  }
  return found;
}

function typed(text: string, otherwise: Value | undefined): Value {
  if (typeof otherwise === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Says metrics: `report({ val_loss: 0.4 })`, and with `step` where in its course the program is. */
export function report(metrics: Metrics, step?: number): void {
  say({ ...(step === undefined ? {} : { step }), ...metrics });
  at = step ?? at + 1;
  if (Number.isFinite(Number(metrics[ofTrial('metric') ?? ''] ?? Number.NaN))) measured = at;
}

/** Where in its course the trial is, and where it last reported the sweep's metric. */
let at = 0;
let measured = 0;

/** `JSON.stringify` makes `null` of NaN and infinities, which a sweep wants to hear of. */
function say(line: Record<string, unknown>): void {
  const members = Object.entries(line).map(([name, value]) => {
    return `${JSON.stringify(name)}: ${typeof value === 'number' ? value : JSON.stringify(value)}`;
  });
  process.stdout.write(`{${members.join(', ')}}\n`);
}

/** Whether the trial is to end here, for good or for now: save what its checkpoint needs, and return. */
export function shouldStop(): boolean {
  return (
    measured >= Number(ofTrial('until_step') ?? Number.POSITIVE_INFINITY) || existsSync(ofTrial('stop') ?? '')
  );
}

/** A whole number below 2^31, the same for all configs of a replicate. */
export function seed(): number {
  return Number(ofTrial('seed') ?? 0);
}

/** The folder that outlives a trial cut short; null where the program is not declared with `checkpoint: true`. */
export function checkpointDir(): string | null {
  return ofTrial('checkpoint') ?? null;
}

/** The folder whose files are kept with the trial. */
export function artifactsDir(): string {
  const folder = ofTrial('artifacts') ?? 'artifacts';
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Reports what `objective(config)` returns, unless that is nothing. Of a program that is declared with `warm: true`, one
 * process takes trial after trial.
 */
export async function serve(
  objective: (config: Config) => Metrics | undefined | Promise<Metrics | undefined>,
): Promise<void> {
  if (process.env['LATENTSWEEP_WARM'] === undefined) {
    const metrics = await objective(config());
    if (metrics !== undefined) report(metrics);
    return;
  }
  for await (const line of createInterface(process.stdin)) {
    told = JSON.parse(line) as Told;
    at = measured = 0;
    const { trial } = told;
    try {
      say({ ...(await objective(config())), trial, done: true });
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      say({ trial, failed: String(error) });
    }
  }
}
