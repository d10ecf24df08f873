import { basename, extname } from 'node:path';
import { Found, type MapTree, Section } from '@latentsweep/plain-file';
import type { SweepDefinition } from '../port.ts';
import { isGrid, learns } from '../search/method.ts';
import { DEFAULT_RUN_CAP, type EngineName, engineKey, TOP_KEYS } from './keys.ts';

/** Plain keys at the top of a file, whatever its trials are. */
export type Top = Section<typeof TOP_KEYS>;

/** What was read of them; undefined: at fault. */
interface TopRead {
  readonly name: string | undefined;
  readonly description: string | null;
  readonly method: string | undefined;
  readonly plain: Pick<SweepDefinition, 'replicates' | 'seed' | 'requires'> | undefined;
  readonly cap: number | null;
  readonly lag: number | undefined;
}

/** Those at the top of the file at `path`. */
export function openTop(file: Found<MapTree>, path: string, engines: readonly EngineName[]): Top {
  const name = { ...TOP_KEYS.name, default: nameFrom(path) };
  return new Section(file, { ...TOP_KEYS, name, engine: engineKey(engines) });
}

/** What sweeps of all kinds have. `example`: of a parameter. */
export function readTop(top: Top, example: string): TopRead {
  const method = top.get('method');
  for (const [key, line] of [
    ['method', 'method: grid'],
    ['parameters', `parameters: { ${example} }`],
  ] as const) {
    if (!top.under(key)) top.at(key).fault('missing_key', `a sweep needs \`${key}\``, `Add \`${line}\`.`);
  }
  const name = top.get('name');
  const described = top.under('description')?.tree;
  const blank = described?.kind === 'scalar' && described.value === null;
  const description = blank ? null : (top.get('description') ?? null);
  const plain = top.all('replicates', 'seed', 'requires');
  const cap = top.get('run_cap') ?? null;
  refuseWithoutCap(method, top);
  return { name, description, method, plain, cap, lag: readLag(top, method) };
}

/** The same of a file without faults, with what follows from one another. */
export function wholeTop({ name, description, method, plain, cap, lag }: TopRead, top: Top) {
  const runCap = cap ?? defaultCap(method!, plain!.replicates, top);
  return {
    ...{ name: name!, description, method: method!, ...plain!, runCap },
    learning: learns(method) ? { lag: lag! } : {},
  };
}

/** The file's name without its ending, cut to what a name may be. */
function nameFrom(path: string): string {
  const name = basename(path, extname(path)).replaceAll(/\p{Cc}/gu, '');
  return name.slice(0, 128) || 'sweep';
}

function readLag(top: Top, method: string | undefined): number | undefined {
  const found = top.under('lag');
  if (found && !learns(method)) {
    const message = `\`lag\` has no effect in a ${method} search`;
    found.note('ignored_key', message, 'It is for `method: bayes`, which learns.', found.keyAt);
  }
  return top.get('lag');
}

/** A search that learns would go on for ever, and nobody can say what the hundred trials of a default are good for. */
function refuseWithoutCap(method: string | undefined, top: Found): void {
  if (!learns(method) || top.under('run_cap')) return;
  const message = `a ${method} search needs \`run_cap\`, the most trials that it may run`;
  top.at('run_cap').fault('missing_key', message, 'Add `run_cap: 300`, or as many as there is time for.');
}

/** A search that draws goes on for ever without a cap; W&B's does, until somebody stops it. */
function defaultCap(method: string, replicates: number, top: Found): number | null {
  if (isGrid(method)) return null;
  const cap = Math.max(DEFAULT_RUN_CAP, replicates);
  const message = `a ${method} search without \`run_cap\` ends after ${cap} trials`;
  top.at('run_cap').note('default_run_cap', message, 'Set `run_cap` for more or fewer.');
  return cap;
}

/** What is no key of a sweep. `ignored`: keys that are let through, each with what to say of it. */
export function refuseUnknownTop(
  { tree, findings }: Found<MapTree>,
  known: readonly string[],
  ignored: Readonly<Record<string, string>>,
  hintFor: (key: string) => string | null,
): void {
  const isIgnored = (key: string) => Object.hasOwn(ignored, key);
  const meant = { ...tree, entries: tree.entries.filter(({ key }) => !isIgnored(key)) };
  new Found(meant, '', findings).refuseUnknown(known, hintFor);
  for (const [key, value] of new Found(tree, '', findings).entries()) {
    if (!isIgnored(key)) continue;
    value.note('ignored_key', `\`${key}\` has no effect here`, ignored[key]!, value.keyAt);
  }
}
