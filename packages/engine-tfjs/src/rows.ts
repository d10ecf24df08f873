import { HostRows, ownRows, type Rows } from '@latentsweep/core';

/** Rows in ordinary memory: batches are gathered there and go to the backend step by step. */
export class TfjsRows extends HostRows {}

export const own = (rows: Rows, features: number): TfjsRows => ownRows(TfjsRows, rows, features);
