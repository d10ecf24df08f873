/** Dates of a sheet: numbers of days whose format shows them as dates. */

/** Of those that are built in (ECMA-376, 18.8.30), with the ones of East Asian versions. */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;
const DAY_MS = 86_400_000;

/** Whether a format shows a number as a date. `code`: of its own, or undefined where it is built in. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([from, to]) => id >= from && id <= to);
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare);
}

/**
 * A number of days as ISO 8601, or null where it is none (a time alone is a fraction of one). Excel counts a 29 February 1900 that never was: days before it
 * are one off.
 */
export function isoOf(serial: number, since1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_466) return null;
  const days = since1904 ? serial - 24_107 : serial < 60 ? serial - 25_568 : serial - 25_569;
  const time = new Date(Math.round(days * DAY_MS));
  const [day, clock] = time.toISOString().split('T') as [string, string];
  return clock === '00:00:00.000Z' ? day : `${day} ${clock.replace(/(\.000)?Z$/, '')}`;
}
