import { printable } from '@latentsweep/core';
import { moment } from './duration.ts';
import { short } from './number.ts';

/** A value of the database as a person reads it in a table. */
export function cellForPeople(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return short(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value instanceof Date) return moment(value);
  return printable(cellAsText(value));
}

/** In full, for files and pipes. Null is the empty text. */
export function cellAsText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(cellAsJson(value)) : String(value);
}

/** JSON has no NaN, no infinity and no integers past 2^53: the first two become text, the last as well. */
export function cellAsJson(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(cellAsJson);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cellAsJson(item)]));
  }
  return value;
}
