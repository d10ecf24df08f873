import { checkProgress } from '../../check.ts';
import type { Progress } from '../../messages.ts';
import { encodeText } from '../../wire.ts';
import type { NatsContext } from '../context.ts';

const MOST_CHARACTERS = 64 * 1024;

/** Puts what is said at once (that a batch of small jobs has begun) into one message, a list. */
export function progressPress({ link, names, settings }: NatsContext) {
  const subject = names.progress(settings.name);
  let texts: string[] = [];
  let characters = 0;

  function say(given: Progress): void {
    const progress = checkProgress(given);
    // The others are told late rather than never: a coordinator acts on them.
    if (!link.connected && progress.kind === 'epoch') return;
    const text = encodeText(progress);
    if (texts.length === 0) queueMicrotask(flush);
    texts.push(text);
    characters += text.length;
    if (characters > MOST_CHARACTERS) flush();
  }

  function flush(): void {
    if (texts.length === 0) return;
    const list = `[${texts.join(',')}]`;
    texts = [];
    characters = 0;
    link.send(subject, list);
  }

  return { say, flush };
}
