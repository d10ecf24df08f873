import { duration } from '@latentsweep/figures';
import type { SweepRow, SweepsAnswer } from '../../src/api.ts';
import { firstAnswer } from '../first-answer.ts';
import type { Live } from '../live.ts';
import { Actions } from '../part/actions.tsx';
import { Empty } from '../part/empty.tsx';
import { Go } from '../part/go.tsx';
import { Progress } from '../part/progress.tsx';
import { Refusal } from '../part/refusal.tsx';
import { State } from '../part/state.tsx';
import { Waiting } from '../part/waiting.tsx';
import { endedOf } from '../progress.ts';
import { pathTo, withWishes } from '../route.ts';
import { moment } from '../text/moment.ts';
import { metric, rate } from '../text/number.ts';
import { printable } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { Submit } from './submit.tsx';
import { Alarms, Workers } from './workers.tsx';

interface SweepsPageProps {
  readonly query: string;
  readonly live: Live;
}

/** All sweeps, the newest first, and who works. */
export function SweepsPage({ query, live }: SweepsPageProps) {
  useTitle('Sweeps');
  const before = new URLSearchParams(query).get('before');
  const first = before === null ? (live.sweeps ?? firstAnswer()) : null;
  // Older ones are not told of: they are asked for.
  const asked = useAnswer<SweepsAnswer>(
    first ? null : `sweeps${withWishes('', { before })}`,
    `sweeps ${before}`,
  );
  const answer = first ?? asked.answer;
  return (
    <>
      <div class="heading">
        <h1>Sweeps</h1>
        {answer && (
          <p class="quiet">
            {answer.store.kind === 'embedded' ? 'embedded store' : 'Postgres'} {printable(answer.store.where)}
          </p>
        )}
      </div>
      {asked.refused && !first && <Refusal of={asked.refused} again={asked.again} />}
      {!answer && !asked.refused && <Waiting what="Reading the sweeps" />}
      {answer && (
        <>
          <Alarms of={answer.alarms} />
          {answer.sweeps.length === 0 && before === null ? (
            <NoSweep mayAct={answer.mayAct} />
          ) : (
            <SweepTable answer={answer} />
          )}
          <p class="pages">
            {before !== null && <Go to={pathTo.sweeps}>Newest sweeps</Go>}
            {answer.next !== null && (
              <Go to={`${pathTo.sweeps}${withWishes('', { before: answer.next })}`}>Older sweeps</Go>
            )}
          </p>
          {answer.mayAct && <Submit />}
          <Workers answer={answer} />
          {!answer.mayAct && (
            <p class="quiet note">
              This page can only look: open the URL that <code>sweep dashboard</code> printed to pause,
              resume, cancel, remove or submit.
            </p>
          )}
        </>
      )}
    </>
  );
}

function NoSweep({ mayAct }: { readonly mayAct: boolean }) {
  return (
    <Empty>
      <h2>No sweep yet</h2>
      <p>Begin with the quickstart: 384 trials, a minute or so.</p>
      <p>
        <code class="command">npx sweep run sweeps/quickstart.yaml</code>
      </p>
      <p class="quiet">
        It appears here by itself{mayAct ? ', as does a file that is submitted below' : ''}.
      </p>
    </Empty>
  );
}

function SweepTable({ answer: { sweeps, mayAct } }: { readonly answer: SweepsAnswer }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" aria-label="Sweeps" tabIndex={0}>
      <table class="sweeps">
        <caption class="unseen">Sweeps, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">sweep</th>
            <th scope="col">state</th>
            <th scope="col">trials</th>
            <th scope="col" class="number">
              best
            </th>
            <th scope="col" class="number">
              trials/s
            </th>
            <th scope="col" class="number">
              time left
            </th>
            {mayAct && (
              <th scope="col">
                <span class="unseen">actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <Row key={sweep.id} sweep={sweep} mayAct={mayAct} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ sweep, mayAct }: { readonly sweep: SweepRow; readonly mayAct: boolean }) {
  const { word, name, state, counts, planned, best, waitsFor } = sweep;
  const runs = state === 'running' && endedOf(counts) < planned;
  return (
    <tr>
      <th scope="row">
        <Go to={pathTo.sweep(word)}>{printable(name)}</Go>
        {sweep.onCluster && <span class="quiet"> on a cluster</span>}
        <div class="quiet clip">{moment(sweep.createdAt)}</div>
        {sweep.description && <div class="quiet clip">{printable(sweep.description)}</div>}
      </th>
      <td>
        <State of={state} />
        {waitsFor && <div class="quiet clip">{printable(waitsFor)}</div>}
      </td>
      <td>
        <Progress planned={planned} counts={counts} />
        <Trouble of={sweep} />
      </td>
      <td class="number">
        {metric(best?.value ?? null)}
        <div class="quiet">{printable(sweep.metric)}</div>
      </td>
      <td class="number" data-unit="trials/s">
        {runs && sweep.trialsPerSecond ? rate(sweep.trialsPerSecond) : ''}
      </td>
      <td class="number" data-unit="left">
        {runs && sweep.secondsLeft !== null ? duration(sweep.secondsLeft) : ''}
      </td>
      {mayAct && (
        <td>
          <Actions id={sweep.id} name={printable(name)} state={state} />
        </td>
      )}
    </tr>
  );
}

function Trouble({ of: { counts } }: { readonly of: SweepRow }) {
  const kinds = (['failed', 'quarantined', 'diverged'] as const).filter((kind) => counts[kind] > 0);
  if (kinds.length === 0) return null;
  return <div class="trouble">{kinds.map((kind) => `${counts[kind]} ${kind}`).join(', ')}</div>;
}
