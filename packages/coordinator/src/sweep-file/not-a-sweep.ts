import { basename } from 'node:path';
import { type Fault, isMisspelt, parameterNamed } from '@latentsweep/core';
import { brief, type Tree } from '@latentsweep/plain-file';
import { binaryKind } from './foreign/bytes.ts';
import { keysKind } from './foreign/keys.ts';
import { textKind } from './foreign/text.ts';
import { GROUPS } from './groups.ts';
import { IGNORED_KEYS } from './keys.ts';
import { TOP_NAMES } from './overrides.ts';

/** How a sweep file begins, and where one is to copy from. */
const BEGINNING =
  'A sweep file begins with `method: grid` and `parameters: { arm: { values: [oversample, vae_mixing] } }`: copy sweeps/quickstart.yaml.';
const DATA = 'If it is the data, name it in a sweep file: `dataset: { path: …, target: … }`. ';

/** The one fault of bytes that are no text. */
export function notText(bytes: Uint8Array): Fault {
  return fault('not_text', `the file is ${binaryKind(bytes)}`, `Save it as text in UTF-8. ${BEGINNING}`);
}

/**
 * The one fault of a file that is something else, so that its faults as a sweep file need not be read, or null.
 * `tree` is null where it is no YAML. A file with `method` or `parameters` in it was meant as a sweep.
 */
export function notASweep(text: string, path: string, tree: Tree | null): Fault | null {
  if (tree === null && /^\s*["']?(?:method|parameters)["']?\s*:/m.test(text)) return null;
  if (tree !== null && isMeantAsSweep(tree)) return null;
  const what = (tree && keysKind(tree)) ?? textKind(text, basename(path), tree !== null);
  if (what !== null) {
    return fault(
      'not_a_sweep',
      `this seems to be ${what}`,
      `${what.includes('table') ? DATA : ''}${BEGINNING}`,
    );
  }
  if (tree?.kind !== 'map' || tree.entries.length === 0) return null;
  const keys = tree.entries.slice(0, 5).map(({ key }) => brief(key));
  const shown = `${keys.join(', ')}${tree.entries.length > keys.length ? ', …' : ''}`;
  return fault('not_a_sweep', `none of its keys is one of a sweep file: ${shown}`, BEGINNING);
}

/** It has a key of a sweep file, a parameter, or something that is spelt almost like one. */
function isMeantAsSweep(tree: Tree): boolean {
  if (tree.kind !== 'map') return false;
  const keys = tree.entries.map(({ key }) => key);
  if (keys.some((key) => CORE.includes(key))) return true;
  if (keysKind(tree) !== null) return false;
  const known = [...TOP_NAMES, ...parameterNamed.keys(), ...GROUPS.keys()];
  return keys.some(
    (key) => known.includes(key) || Object.hasOwn(IGNORED_KEYS, key) || isMisspelt(key, known),
  );
}

const CORE = ['method', 'parameters'];

function fault(code: string, message: string, hint: string): Fault {
  return { code, path: '', line: 1, column: 1, message, hint };
}
