import { createInbox, type Msg } from '@nats-io/transport-node';
import { checkControl, checkPresence, checkProgress } from '../../check.ts';
import { Listeners } from '../../listeners.ts';
import type { Control, Presence, Progress } from '../../messages.ts';
import type { BadMessage } from '../../port.ts';
import { type Link, refusal } from '../connection/link.ts';
import type { Names } from '../names.ts';
import type { NatsRole } from '../options.ts';
import type { Reading } from '../receive/reading.ts';
import { ofSender } from '../receive/sender.ts';

/**
 * Plain messages to all who listen. What a role may hear is subscribed to from the start, so that nothing is missed
 * between a listener's coming and the server's knowing of it.
 */
export class NatsTopics {
  readonly #link: Link;
  readonly #reading: Reading;
  readonly #progress = new Listeners<Progress>();
  readonly #presence = new Listeners<Presence>();
  readonly #control = new Listeners<Control>();
  readonly #missing = new Listeners<string>();
  #refused: Error | null = null;

  constructor(link: Link, names: Names, role: NatsRole, reading: Reading) {
    this.#link = link;
    this.#reading = reading;
    // Answers come there: a key that is another's is found out now and not by silence.
    this.#subscribe(createInbox(link.inboxPrefix), () => {});
    this.#hear(names.control, 'control', this.#control, checkControl);
    if (role === 'worker') return;
    this.#subscribe(names.all.progress, (message) => this.#hearProgress(message));
    this.#hear(names.all.presence, 'presence', this.#presence, ofSender(checkPresence));
    if (role === 'coordinator') this.#subscribe(names.all.missing, ({ data }) => this.#hearMissing(data));
  }

  onProgress = (listener: (progress: Progress) => void) => this.#progress.add(listener);
  onPresence = (listener: (presence: Presence) => void) => this.#presence.add(listener);
  onControl = (listener: (control: Control) => void) => this.#control.add(listener);
  /** SHA-256 of contents that somebody needs and did not get. */
  onMissing = (listener: (sha256: string) => void) => this.#missing.add(listener);

  /** Throws where the server did not allow a subscription, once it had time to say so. */
  demand(): void {
    if (this.#refused) throw this.#refused;
  }

  close(): void {
    for (const listeners of [this.#progress, this.#presence, this.#control, this.#missing]) listeners.clear();
  }

  #hear<T>(
    subject: string,
    kind: BadMessage['kind'],
    listeners: Listeners<T>,
    check: (value: unknown, subject: string) => T,
  ): void {
    this.#subscribe(subject, (message) => {
      if (listeners.size === 0) return;
      const read = this.#reading.bytes(kind, message.data, (value) => check(value, message.subject));
      if (read !== null) listeners.tell(read);
    });
  }

  #hearProgress({ data, subject }: Msg): void {
    if (this.#progress.size === 0) return;
    for (const progress of this.#reading.list('progress', data, (value) => checkOne(value, subject))) {
      this.#progress.tell(progress);
    }
  }

  #hearMissing(data: Uint8Array): void {
    const sha256 = Buffer.from(data).toString();
    if (/^[0-9a-f]{64}$/.test(sha256)) this.#missing.tell(sha256);
  }

  #subscribe(subject: string, hear: (message: Msg) => void): void {
    this.#link.nc.subscribe(subject, {
      callback: (error, message: Msg) => {
        if (error) this.#refused = refusal(error) ?? error;
        else hear(message);
      },
    });
  }
}

const checkOne = ofSender(checkProgress);
