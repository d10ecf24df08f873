import { InputError } from '@latentsweep/core';
import type { HonoRequest } from 'hono';

/** What a URL asks for: a name that is not there or empty is none. */
export function wish(request: HonoRequest, name: string): string | undefined {
  return request.query(name)?.trim() || undefined;
}

/** A whole number in a URL. Throws InputError `bad_number`. */
export function numberWish(
  request: HonoRequest,
  name: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): number {
  const text = wish(request, name);
  if (text === undefined) return usual;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InputError(
    'bad_number',
    `\`${name}\` in the address is ${JSON.stringify(text.slice(0, 40))}.`,
    `It is a whole number from ${least} to ${most}.`,
  );
}

/** One of some words in a URL. Throws InputError `bad_choice`. */
export function choiceWish<Choice extends string>(
  request: HonoRequest,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = wish(request, name);
  const choice = choices.find((one) => one === text);
  if (text === undefined || choice !== undefined) return choice;
  throw new InputError(
    'bad_choice',
    `\`${name}\` in the address is ${JSON.stringify(text.slice(0, 40))}.`,
    `It is one of ${choices.join(', ')}.`,
  );
}
