/** Numbers for people, as the command line writes them. */

/** A metric: four decimals say as much as the test set can. */
export function metric(value: number | null): string {
  if (value === null) return '–';
  return Number.isFinite(value) ? value.toFixed(4) : String(value);
}

/** With a sign, for differences. */
export function signed(value: number | null): string {
  const text = metric(value);
  return value !== null && value > 0 && text !== '0.0000' ? `+${text}` : text;
}

/** With half of its interval: `0.7368 ± 0.0012`. */
export const withHalf = (
  text: (value: number | null) => string,
  value: number | null,
  half: number | null,
): string => (value === null || half === null ? text(value) : `${text(value)} ± ${metric(half)}`);

/** As short as it can be said: what a user typed comes back as typed, a random draw keeps four digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `1,234`. */
export const count = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** `1 trial`, `1,234 trials`. */
export const plural = (value: number, noun: string, many = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : many}`;

export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** Trials a second: three digits where they mean something. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return count(perSecond);
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toPrecision(2);
}

/** As wide as a digit, and as wide as a point. */
const DIGIT = '\u2007';
const POINT = '\u2008';

/** Numbers of a column with their points under one another, when they end at one edge. Texts that are no numbers stay. */
export function aligned(texts: readonly string[]): string[] {
  const behind = texts.map((text) => /^(?:± )?[-+~]{0,2}[\d,]+(?:\.(\d+))?$/.exec(text));
  const decimals = behind.map((match) => match?.[1]?.length ?? 0);
  const most = Math.max(0, ...decimals);
  if (most === 0) return [...texts];
  return texts.map((text, i) => {
    if (!behind[i]) return text;
    const missing = most - decimals[i]!;
    return text + (decimals[i] === 0 ? POINT : '') + DIGIT.repeat(missing);
  });
}
