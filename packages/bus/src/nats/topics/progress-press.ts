import { checkProgress } from '../../check.ts';
import type { Progress } from '../../messages.ts';
import { encodeText } from '../../wire.ts';
import type { Link } from '../connection/link.ts';

const MOST_CHARACTERS = 64 * 1024;

/** Puts what is said at once (that a batch of small jobs has begun) into one message, a list. */
export class ProgressPress {
  readonly #link: Link;
  readonly #subject: string;
  #texts: string[] = [];
  #characters = 0;

  constructor(link: Link, subject: string) {
    this.#link = link;
    this.#subject = subject;
  }

  say(given: Progress): void {
    const progress = checkProgress(given);
    // The others are told late rather than never: a coordinator acts on them.
    if (!this.#link.connected && progress.kind === 'epoch') return;
    const text = encodeText(progress);
    if (this.#texts.length === 0) queueMicrotask(() => this.flush());
    this.#texts.push(text);
    this.#characters += text.length;
    if (this.#characters > MOST_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#texts.length === 0) return;
    const list = `[${this.#texts.join(',')}]`;
    this.#texts = [];
    this.#characters = 0;
    this.#link.send(this.#subject, list);
  }
}
