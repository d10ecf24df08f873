import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type ScalarTag,
  type YAMLError,
} from 'yaml';
import { type Findings, join } from './faults.ts';
import type { Entry, Place, Tree } from './tree.ts';
import { brief } from './words.ts';

/** A file for people is a page; these are far beyond any, and keep a hostile file from taking time or memory. */
export const LIMITS = { bytes: 1_000_000, depth: 24, values: 200_000 } as const;

const FORBIDDEN_KEYS = ['__proto__', 'constructor', 'prototype'];

/** How to speak of what is read. */
export interface YamlSource {
  /** What is asked where the text can hardly be what it should be: `Is it a settings file?`. */
  readonly doubt: string;
  /** What to do with an empty file. */
  readonly start: string;
  /** An option of the command line whose value this is; no places then. */
  readonly override?: string;
}

/**
 * The one document in `text`, or null with the faults in `findings`. YAML 1.2 without custom tags. Aliases are resolved
 * and count towards the limits each time, so that a file of aliases of aliases does not grow.
 */
export function parseYaml(text: string, findings: Findings, source: YamlSource): Tree | null {
  const { override, doubt } = source;
  const lines = new LineCounter();
  const placeAt = (offset: number): Place => {
    if (override !== undefined) return { override };
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const refuse: Refuse = (code, message, hint, offset = 0) => {
    findings.fault(code, '', placeAt(offset), message, hint);
    return null;
  };
  if (text.length > LIMITS.bytes) return refuse('too_large', tooLarge(text.length), doubt);
  const nul = text.indexOf('\0');
  if (nul >= 0) return refuse('not_text', `the file is not text: byte ${nul} is zero`, doubt);
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    stringKeys: true,
    // Checked below: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
    customTags: (tags) => [...tags, WHOLE_FLOAT],
    logLevel: 'silent',
  });
  const documents: Document[] = Array.isArray(parsed) ? parsed : [];
  const errors = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) {
    return refuse('too_deep', `nested more than ${LIMITS.depth} levels deep`, doubt);
  }
  for (const error of errors) refuseYaml(error, text, refuse);
  if (errors.length > 0) return null;
  if (documents.length > 1) {
    const message = `the file holds ${documents.length} YAML documents`;
    const second = documents[1]!.range?.[0];
    return refuse('several_documents', message, 'Write one a file, without `---` in between.', second);
  }
  const contents = documents[0]?.contents;
  if (!contents) {
    return override === undefined
      ? refuse('empty_file', 'the file is empty', source.start)
      : refuse('bad_override', 'the value is empty', 'Write a value after the `=`.');
  }
  const converter = new Converter(placeAt, findings, doubt);
  const tree = converter.convert(contents, '', 0);
  return converter.broken ? null : tree;
}

export function tooLarge(bytes: number): string {
  return `the file has ${bytes} bytes, more than ${LIMITS.bytes}`;
}

/** A fault of the whole, or at an offset in its text. */
type Refuse = (code: string, message: string, hint: string, offset?: number) => null;

function refuseYaml({ code, message, pos }: YAMLError, text: string, refuse: Refuse): void {
  const [ours, rule, hint] = YAML_ERRORS[code] ?? [
    'bad_yaml',
    message,
    'Correct the YAML here, or just before.',
  ];
  const there = text.slice(pos[0]).match(/^[^\s:,{}[\]]{1,60}/)?.[0] ?? '';
  if (ours === 'tag_refused' && SCALAR_TAG.test(there)) {
    refuse('bad_yaml', `what follows \`${there}\` is none`, 'Correct the value, or remove the tag.', pos[0]);
  } else refuse(ours, rule.replace('%', brief(there)), hint, pos[0]);
}

/** Tags of plain values, which need not stand there. */
const SCALAR_TAG = /^!!(?:float|int|bool|null)$/;

const FLOAT = 'tag:yaml.org,2002:float';

/** `!!float 1`, as files for PyYAML have it; the library's own tag wants a point. */
const WHOLE_FLOAT: ScalarTag = { tag: FLOAT, default: true, test: /^[-+]?\d+$/, resolve: Number };

/** Codes of the YAML library as ours, with the rule and the hint; % is the text at the place. */
const YAML_ERRORS: Readonly<Record<string, readonly [code: string, rule: string, hint: string]>> = {
  TAG_RESOLVE_FAILED: ['tag_refused', 'the tag `%` is not allowed', 'Remove it: the file is plain data.'],
  TAB_AS_INDENT: ['bad_yaml', 'tabs are not allowed as indentation', 'Indent with spaces.'],
  NON_STRING_KEY: ['bad_yaml', 'a key must be a plain name', 'Put it in quotes, or remove the brackets.'],
};

class Converter {
  readonly #placeAt: (offset: number) => Place;
  readonly #findings: Findings;
  readonly #doubt: string;
  /** The last node of each name above the current place, as YAML has it. */
  readonly #anchors = new Map<string, Node>();
  #inAlias = 0;
  #left: number = LIMITS.values;
  #stopped = false;
  /** Something could not be read: what is there of the tree is no use. */
  broken = false;

  constructor(placeAt: (offset: number) => Place, findings: Findings, doubt: string) {
    this.#placeAt = placeAt;
    this.#findings = findings;
    this.#doubt = doubt;
  }

  /** Null once a limit is passed or the value can't be read; the reason is in the findings, once. */
  convert(node: Node, path: string, depth: number): Tree | null {
    const at = this.#placeAt(node.range?.[0] ?? 0);
    if (this.#stopped) return null;
    if (depth > LIMITS.depth) {
      return this.#stop('too_deep', path, at, `nested more than ${LIMITS.depth} levels deep`);
    }
    if (this.#left-- <= 0) return this.#stop('too_large', path, at, `more than ${LIMITS.values} values`);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target) {
        this.#inAlias++;
        const tree = this.convert(target, path, depth + 1);
        this.#inAlias--;
        return tree;
      }
      this.broken = true;
      const message = `no anchor \`&${node.source}\` stands above this alias`;
      this.#findings.fault('unknown_alias', path, at, message, 'Write the value out.');
      return null;
    }
    if (node.anchor && this.#inAlias === 0) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node.items, path, depth) };
    if (isSeq(node)) {
      const items: Tree[] = [];
      for (const [i, item] of node.items.entries()) {
        const tree = this.convert(item as Node, join(path, i), depth + 1);
        if (this.#stopped) break;
        if (tree) items.push(tree);
      }
      return { kind: 'list', at, items };
    }
    if (!isScalar(node)) return null;
    const value = node.value as string | number | boolean | null;
    const source = node.source ?? String(value);
    return {
      kind: 'scalar',
      at,
      value,
      source: node.tag === FLOAT && /^[-+]?\d+$/.test(source) ? `${source}.0` : source,
    };
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], path: string, depth: number): Entry[] {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    for (const pair of pairs) {
      const keyNode = pair.key as Node;
      const at = this.#placeAt(keyNode.range?.[0] ?? 0);
      const key = String(isScalar(keyNode) ? keyNode.value : keyNode);
      if (FORBIDDEN_KEYS.includes(key)) {
        const message = `\`${key}\` is not allowed as a key`;
        this.#findings.fault('forbidden_key', join(path, key), at, message, 'Remove it.');
        continue;
      }
      if (seen.has(key)) {
        const message = `\`${brief(key)}\` is given twice in one mapping`;
        this.#findings.fault('duplicate_key', join(path, key), at, message, 'Keep one of the two.');
      }
      seen.add(key);
      const value: Tree | null = pair.value
        ? this.convert(pair.value as Node, join(path, key), depth + 1)
        : { kind: 'scalar', at, value: null, source: '' };
      if (this.#stopped) break;
      if (value) entries.push({ key, at, value });
    }
    return entries;
  }

  #stop(code: string, path: string, at: Place, message: string): null {
    this.#stopped = true;
    this.broken = true;
    this.#findings.fault(code, path.slice(0, 200), at, message, this.#doubt);
    return null;
  }
}
