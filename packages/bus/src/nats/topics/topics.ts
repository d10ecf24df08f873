import { createInbox, type Msg } from '@nats-io/transport-node';
import { checkControl, checkPresence, checkProgress } from '../../check.ts';
import { Listeners } from '../../listeners.ts';
import type { Control, Presence, Progress } from '../../messages.ts';
import type { BadMessage } from '../../port.ts';
import { refusal } from '../connection/link.ts';
import type { NatsContext } from '../context.ts';
import { ofSender } from '../receive/sender.ts';

const checkOne = ofSender(checkProgress);

/**
 * Plain messages to all who listen. What a role may hear is subscribed to from the start, so that nothing is missed
 * between a listener's coming and the server's knowing of it.
 */
export function natsTopics({ link, names, settings: { role }, reading }: NatsContext) {
  const progress = new Listeners<Progress>();
  const presence = new Listeners<Presence>();
  const control = new Listeners<Control>();
  /** SHA-256 of contents that somebody needs and did not get. */
  const missing = new Listeners<string>();
  let refused: Error | null = null;

  function subscribe(subject: string, hear: (message: Msg) => void): void {
    link.nc.subscribe(subject, {
      callback: (error, message: Msg) => {
        if (error) refused = refusal(error) ?? error;
        else hear(message);
      },
    });
  }

  function hear<T>(
    subject: string,
    kind: BadMessage['kind'],
    listeners: Listeners<T>,
    check: (value: unknown, subject: string) => T,
  ): void {
    subscribe(subject, (message) => {
      if (listeners.size === 0) return;
      const read = reading.bytes(kind, message.data, (value) => check(value, message.subject));
      if (read !== null) listeners.tell(read);
    });
  }

  function hearProgress({ data, subject }: Msg): void {
    if (progress.size === 0) return;
    for (const one of reading.list('progress', data, (value) => checkOne(value, subject))) progress.tell(one);
  }

  function hearMissing({ data }: Msg): void {
    const sha256 = Buffer.from(data).toString();
    if (/^[0-9a-f]{64}$/.test(sha256)) missing.tell(sha256);
  }

  // Answers come there: a key that is another's is found out now and not by silence.
  subscribe(createInbox(link.inboxPrefix), () => {});
  hear(names.control, 'control', control, checkControl);
  if (role !== 'worker') {
    subscribe(names.all.progress, hearProgress);
    hear(names.all.presence, 'presence', presence, ofSender(checkPresence));
  }
  if (role === 'coordinator') subscribe(names.all.missing, hearMissing);

  return {
    progress,
    presence,
    control,
    missing,
    /** Throws where the server did not allow a subscription, once it had time to say so. */
    demand(): void {
      if (refused) throw refused;
    },
    close(): void {
      for (const listeners of [progress, presence, control, missing]) listeners.clear();
    },
  };
}
