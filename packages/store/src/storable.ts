/** Text that Postgres takes, cut to a length that fits. */
export const storable = (text: string, longest = Number.POSITIVE_INFINITY): string =>
  text.replaceAll('\0', '').toWellFormed().slice(0, longest).toWellFormed();
