/** JetStream's codes of errors, as its API answers them. */

import { JetStreamApiError } from '@nats-io/jetstream';

export const STREAM_NOT_FOUND = 10059;
export const CONSUMER_NOT_FOUND = 10014;
export const SUBJECTS_OVERLAP = 10065;
export const CONSUMER_NOT_UNIQUE = 10100;
export const CONSUMER_EXISTS = 10148;
export const STREAM_EXISTS_DIFFERENTLY = 10058;
export const TOO_MANY_STREAMS = 10027;
/** The second is the server's answer to the removal of a message that is no more there. */
export const NO_MESSAGE: readonly number[] = [10037, 10043];

/** JetStream is starting, or the servers of a cluster have not found each other. */
export const isPassing = (error: unknown): boolean => [10008, 10009].includes(codeOf(error));

export const codeOf = (error: unknown): number => (error instanceof JetStreamApiError ? error.code : 0);

/** For `catch`: null for an answer with one of these codes. */
export function ignoring(...codes: readonly number[]): (error: unknown) => null {
  return (error) => {
    if (!codes.includes(codeOf(error))) throw error;
    return null;
  };
}
