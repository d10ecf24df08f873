/** `2026-11-22 13:28:04 UTC`: a report is read in other time zones than it was made in. */
export function momentUtc(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
