/** Writes parameters, each in a line or a few: its name, what it may be and is by default, and what it means. */

import type { Bounds } from '../bounds.ts';
import { isBadLayer, layerText, readLayer } from '../model/layer/text.ts';
import type { TextForm } from './parameter.ts';

type Range = Bounds & { readonly default: number };

export const integer = <const Name extends string>(name: Name, range: Range, description: string) =>
  ({ name, type: 'integer', ...range, description }) as const;

export const number = <const Name extends string>(name: Name, range: Range, description: string) =>
  ({ name, type: 'number', ...range, description }) as const;

/** Sizes of hidden layers. */
export const hiddenSizes = <const Name extends string>(
  name: Name,
  usual: readonly number[],
  description: string,
) =>
  ({ name, type: 'integers', minimum: 1, maximum: 1024, maxItems: 8, default: usual, description }) as const;

/** Layers of a network, as texts; none by default. */
export const layers = <const Name extends string>(name: Name, maxItems: number, description: string) => {
  const usual: readonly string[] = [];
  const what = `a list of at most ${maxItems} layers`;
  return { name, type: 'texts', maxItems, what, form: LAYER, default: usual, description } as const;
};

const LAYER: TextForm = {
  read(text) {
    const read = readLayer(text);
    return isBadLayer(read) ? read : layerText(read);
  },
};

/** The first choice is the default. */
export const choice = <const Name extends string, const Choice extends string>(
  name: Name,
  choices: readonly [Choice, ...Choice[]],
  description: string,
) => ({ name, type: 'choice', choices, default: choices[0], description }) as const;
