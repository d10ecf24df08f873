import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import type { Link } from '../connection/link.ts';
import type { Names } from '../names.ts';
import { isTimeout, refusalIn } from '../publish/publish.ts';
import type { Taken } from '../publish/uptake.ts';
import { type Part, streamOf } from './stream-settings.ts';

const TIMEOUT_MS = 2000;
const TRIES = 2;
/** An empty list: no result. In the other streams it is under subjects that nobody takes from. */
const NOTHING = '[]';

/** Publishes nothing of meaning to a stream and takes it out again: what became of it. */
export async function probe(link: Link, jsm: JetStreamManager, names: Names, part: Part): Promise<Taken> {
  const subject = subjectOf(names, part);
  for (let tries = 1; ; tries++) {
    try {
      const answer = await link.request(subject, NOTHING, { timeoutMs: TIMEOUT_MS });
      const refusal = refusalIn(answer);
      if (refusal) return refusal;
      const { seq } = answer.json<{ readonly seq: number }>();
      await jsm.streams.deleteMessage(streamOf(names, part), seq, false).catch((error) => {
        // Whoever takes results may have had it meanwhile.
        if (!(error instanceof JetStreamApiError)) throw error;
      });
      return 'stored';
    } catch (error) {
      if (!isTimeout(error)) throw error;
      if (tries === TRIES) return 'no answer';
    }
  }
}

function subjectOf(names: Names, part: Part): string {
  switch (part) {
    case 'jobs':
      return names.job('probe', '0.0.0');
    case 'results':
      return names.results('probe');
    case 'contents':
      return `$O.${names.contentsBucket}.C.probe`;
  }
}
