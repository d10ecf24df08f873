import { LatentsweepError } from '@latentsweep/core';

export function closedError(): LatentsweepError {
  return new LatentsweepError(
    'bus_closed',
    'The bus was closed while a message waited to be published.',
    'Stop publishing before the bus closes.',
  );
}
