import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYamlText } from 'yaml';
import { TROUBLES } from '../dataset/column/explain.ts';
import { ENGINES } from './fixtures.ts';
import {
  IGNORED_KEYS,
  IMAGE_KEYS,
  METRIC_KEYS,
  RACE_KEYS,
  SIMULATED_KEYS,
  SPLIT_KEYS,
  TABLE_KEYS,
  TOP_KEYS,
} from './keys.ts';
import { KINDS } from './kinds.ts';
import { parseSweep } from './parse.ts';
import { PROGRAM_KEYS } from './program/keys.ts';

const here = new URL('./', import.meta.url);
const dataset = new URL('../dataset/', import.meta.url);
const page = readFileSync(new URL('../../../../docs/sweep-file.md', here), 'utf8');
const sourcesIn = (folder: URL) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
const programs = new URL('../program-file/', here);
const plain = new URL('../../../plain-file/src/', here);
const sources = [here, programs, plain].map(sourcesIn).join('');

describe('docs/sweep-file.md', () => {
  test.each(
    [
      IMAGE_KEYS,
      TOP_KEYS,
      METRIC_KEYS,
      RACE_KEYS,
      SIMULATED_KEYS,
      SPLIT_KEYS,
      TABLE_KEYS,
      IGNORED_KEYS,
      PROGRAM_KEYS,
      KINDS,
    ].flatMap(Object.keys),
  )('speaks of `%s`', (key) => {
    expect(page).toContain(`\`${key}\``);
  });

  test('lists every code of a fault or a note', () => {
    const codes = [
      ...sources.matchAll(/(?:fault|note|refuse|#stop)\(\s*'([a-z_]+)'/g),
      ...sources.matchAll(/code: '([a-z_]+)'/g),
      ...sources.matchAll(/: \['([a-z_]+_[a-z_]+)',/g),
    ].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(30);
    expect([...new Set(codes)].filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });

  test('lists every code of a data set', () => {
    const tables = [
      dataset,
      new URL('../../../table-file/src/', here),
      new URL('../../../image-file/src/', here),
    ]
      .map(sourcesIn)
      .join('');
    const codes = [
      ...tables.matchAll(/(?:InputError|fault)\(\s*'([a-z]+_[a-z_0-9]+)'/g),
      ...tables.matchAll(/code: '([a-z_]+)'/g),
    ].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(30);
    expect([...new Set([...codes, ...TROUBLES])].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);

  test('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  test.each(examples)('has an example that is a sweep, or a part of one:\n%s', (example) => {
    const part = parseYamlText(example) as Record<string, unknown>;
    const whole = { method: 'random', parameters: { epochs: { value: 1 } }, ...part };
    expect(() =>
      parseSweep(JSON.stringify(whole), { path: 'a.yaml', folder: '/', engines: ENGINES }),
    ).not.toThrow();
  });
});
