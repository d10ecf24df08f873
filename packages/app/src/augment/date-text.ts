import { InputError } from '@latentsweep/core';

const DAY_MS = 86_400_000;
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October'],
  ...['November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/**
 * Days since 1970-01-01 as ISO 8601 to the second, without a time where they are whole, or by a format of strftime. Throws
 * InputError for a format with a letter that has no meaning here.
 */
export function dateText(days: number, format: string | null): string {
  const date = new Date(Math.round((days * DAY_MS) / 1000) * 1000);
  const [day, clock] = date.toISOString().slice(0, 19).split('T') as [string, string];
  if (format === null) return Number.isInteger(days) ? day : `${day} ${clock}`;
  return format.replaceAll(/%(-?)([a-zA-Z%])/g, (_, bare: string, letter: string) => {
    const written = partOf(date, letter);
    if (written === null) throw unknownFormat(format);
    return bare === '-' ? written.replace(/^0+(?=\d)/, '') : written;
  });
}

function partOf(date: Date, letter: string): string | null {
  const two = (value: number) => String(value).padStart(2, '0');
  const hour = date.getUTCHours();
  switch (letter) {
    case 'Y':
      return String(date.getUTCFullYear()).padStart(4, '0');
    case 'y':
      return two(date.getUTCFullYear() % 100);
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'B':
      return MONTHS[date.getUTCMonth()]!;
    case 'b':
      return MONTHS[date.getUTCMonth()]!.slice(0, 3);
    case 'A':
      return DAYS[date.getUTCDay()]!;
    case 'a':
      return DAYS[date.getUTCDay()]!.slice(0, 3);
    case 'H':
      return two(hour);
    case 'I':
      return two(((hour + 11) % 12) + 1);
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'f':
      return '000000';
    case 'g':
      return '000';
    case 'z':
      return '+00';
    case 'Z':
      return 'UTC';
    case '%':
      return '%';
    default:
      return null;
  }
}

function unknownFormat(format: string): InputError {
  return new InputError(
    'date_format',
    `Dates of the format '${format}' can be read and not written.`,
    'Give the column another format, or `drop` it.',
  );
}
