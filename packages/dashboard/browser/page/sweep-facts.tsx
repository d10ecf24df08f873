import { duration } from '@latentsweep/figures';
import type { NotesAnswer, SweepAnswer } from '../../src/api.ts';
import { fileUrl } from '../ask.ts';
import { Copy } from '../part/copy.tsx';
import { Facts } from '../part/facts.tsx';
import { Go } from '../part/go.tsx';
import { pathTo, withWishes } from '../route.ts';
import { moment } from '../text/moment.ts';
import { printable } from '../text/value.ts';

interface SweepFactsProps {
  readonly answer: SweepAnswer;
  /** Null: not known yet. */
  readonly timing: NotesAnswer['timing'] | null;
  readonly race: NotesAnswer['race'];
}

/** What was asked of what data, as `sweep show` says it. */
export function SweepFacts({ answer, timing, race }: SweepFactsProps) {
  const { sweep, parameters, data, source } = answer;
  const took =
    timing?.first && timing.last
      ? `${duration((Date.parse(timing.last) - Date.parse(timing.first)) / 1000)} from the first start to the last end`
      : null;
  return (
    <section aria-labelledby="facts" class="asked">
      <h2 id="facts">What was asked</h2>
      <Facts
        of={[
          ['slug', `${sweep.slug} (id ${sweep.id})`],
          ['metric', `${printable(sweep.metric)}, ${answer.goal}`],
          ['method', printable(answer.method)],
          ['replicates', `${answer.replicates}, seed ${answer.seed}`],
          ['race', race],
          ['data', data.map((line) => <div key={line}>{printable(line)}</div>)],
          ['engine', printable(answer.engine)],
          ['where', sweep.onCluster ? 'on a cluster' : null],
          ['created', moment(sweep.createdAt)],
          ['finished', sweep.finishedAt && moment(sweep.finishedAt)],
          ['time', took],
          ['of one thread', timing && timing.threadSeconds > 0 ? duration(timing.threadSeconds) : null],
        ]}
      />
      <h3>Parameters</h3>
      <Facts
        of={parameters.map(({ parameter, searched }) => [printable(parameter), printable(searched)] as const)}
      />
      <details>
        <summary>The sweep file</summary>
        <Copy text={source}>Copy</Copy>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <section class="scroll" aria-label="Text of the sweep file" tabIndex={0}>
          <pre>{source}</pre>
        </section>
      </details>
      <p class="tools">
        <a href={fileUrl(`sweeps/${sweep.word}/trials.csv`)} download={`${sweep.word}-trials.csv`}>
          All trials as CSV
        </a>
        <Go to={pathTo.sql + withWishes('', { sweep: sweep.slug })}>Ask with SQL</Go>
      </p>
    </section>
  );
}
