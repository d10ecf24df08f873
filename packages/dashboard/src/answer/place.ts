import { InputError } from '@latentsweep/core';
import type { Place } from '@latentsweep/store';

/** Of a leaderboard's place; the score alone may be any number, or none. */
const KEYS = ['score', 'id', 'bestId', 'rank', 'position'] as const;

/** A place of a leaderboard as a page keeps it, in a URL. Numbers are texts: JSON knows no infinite ones. */
export function placeText(place: Place): string {
  return Buffer.from(JSON.stringify(KEYS.map((key) => String(place[key] ?? null)))).toString('base64url');
}

/** The place again. It becomes a part of a statement: nothing but numbers is let through. Throws InputError `bad_place`. */
export function readPlace(text: string): Place {
  const texts = listOf(text);
  const place = Object.fromEntries(KEYS.map((key, i) => [key, numberOf(key, texts[i])]));
  if (texts.length === KEYS.length && Object.values(place).every((value) => value !== undefined)) {
    return place as Place;
  }
  throw new InputError(
    'bad_place',
    'The ranking cannot go on from there: the place in the address is none of its places.',
    'Go back to its beginning: leave out `after`.',
  );
}

function listOf(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function numberOf(key: (typeof KEYS)[number], text: unknown): number | null | undefined {
  if (typeof text !== 'string') return undefined;
  if (key !== 'score') return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (text === 'null') return null;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) && text !== 'NaN' ? undefined : number;
}
