import type { Fault } from '@latentsweep/core';

/**
 * Tells something worth knowing that stops nothing, to whoever shows it. Where it is of no place in a file, its path is
 * empty. Message and hint are sentences; the message's full stop is left to the reader.
 */
export type Say = (note: Fault) => void;

/** A command such as `resume ext` as the user types it, so that it goes to the same store and cluster. */
export type Spell = (command: string) => string;
