import { JetStreamApiError } from '@nats-io/jetstream';
import type { ServerContext } from '../context.ts';
import type { Names } from '../names.ts';
import { isTimeout, refusalIn } from '../publish/publish.ts';
import type { Taken } from '../publish/uptake.ts';
import type { Part } from './stream-settings.ts';

const TIMEOUT_MS = 2000;
const TRIES = 2;
/** An empty list: no result. In the other streams it is under subjects that nobody takes from. */
const NOTHING = '[]';

/** Publishes nothing of meaning to a stream and takes it out again: what became of it. */
export async function probe({ link, jsm, names }: ServerContext, part: Part): Promise<Taken> {
  const subject = subjectsOf(names)[part];
  for (let tries = 1; ; tries++) {
    try {
      const answer = await link.request(subject, NOTHING, { timeout: TIMEOUT_MS });
      const refusal = refusalIn(answer);
      if (refusal) return refusal;
      const { seq } = answer.json<{ readonly seq: number }>();
      await jsm.streams.deleteMessage(names.streams[part], seq, false).catch((error) => {
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

const subjectsOf = ({ job, results, contentsBucket, files }: Names): Readonly<Record<Part, string>> => ({
  jobs: job('probe', '0.0.0'),
  results: results('probe'),
  contents: `$O.${contentsBucket}.C.probe`,
  artifacts: files.artifact(0, 0, 'probe', 0, 'probe'),
  checkpoints: files.chunk(0, 0, 'probe', 0, 'probe'),
});
