/** Numbers for people. Files and pipes get them in full, from `cell.ts`. */

/** A metric: four decimals say as much as the test set can. */
export function metric(value: number | null): string {
  if (value === null) return '–';
  return Number.isFinite(value) ? value.toFixed(4) : String(value);
}

/** With a sign, for differences. */
export function signed(value: number | null): string {
  if (value === null) return '–';
  const text = metric(value);
  return value > 0 && text !== '0.0000' ? `+${text}` : text;
}

/** As short as it can be said: what a user typed comes back as typed, a random draw keeps four digits. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const rounded = Number(value.toPrecision(4));
  return String(rounded);
}

/** `1,234`. */
export function count(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 0 });
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}

/** Trials a second: three digits where they mean something. */
export function rate(perSecond: number): string {
  if (perSecond >= 100) return count(perSecond);
  return perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toPrecision(2);
}

export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? size : size.toPrecision(3)} ${units[unit]}`;
}
