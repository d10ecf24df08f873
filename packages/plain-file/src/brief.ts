import { printable } from '@latentsweep/core';

/** The user's text as it may stand in a message: short and printable. */
export function brief(text: string, most = 60): string {
  return printable(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}
