import { LatentsweepError } from '@latentsweep/core';
import { senderOf, tokens } from '../names.ts';

/** NATS lets a worker publish under its own name only; what it says has to name the same one. */
export function ofSender<T extends { readonly worker: string }>(
  check: (value: unknown) => T,
): (value: unknown, subject: string) => T {
  return (value, subject) => {
    const message = check(value);
    if (senderOf(subject) === tokens(message.worker)) return message;
    throw new LatentsweepError(
      'bad_message',
      `A message says that it is of worker '${message.worker}', but it came as ${subject}.`,
      'Give each worker its own name, and connect it under that name.',
    );
  };
}
