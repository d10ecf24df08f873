import { duration } from '@latentsweep/figures';
import type { LeaderboardAnswer, NotesAnswer, SweepAnswer, VerdictAnswer } from '../../src/api.ts';
import { type Chosen, narrowed } from '../condition.ts';
import type { Live } from '../live.ts';
import { Actions } from '../part/actions.tsx';
import { Go } from '../part/go.tsx';
import { Progress } from '../part/progress.tsx';
import { Refusal } from '../part/refusal.tsx';
import { State } from '../part/state.tsx';
import { Tell } from '../part/tell.tsx';
import { Waiting } from '../part/waiting.tsx';
import { goTo, wish } from '../place.ts';
import { endedOf, wordsOf } from '../progress.ts';
import { pathTo, withWishes } from '../route.ts';
import { metric, rate } from '../text/number.ts';
import { configText, printable } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { Filter } from './filter.tsx';
import { Leaderboard } from './leaderboard.tsx';
import { SweepFacts } from './sweep-facts.tsx';
import { SweepFigures } from './sweep-figures.tsx';
import { Verdict } from './verdict.tsx';

interface SweepPageProps {
  readonly word: string;
  readonly query: string;
  readonly live: Live;
}

/** A sweep: how it goes, its leaderboard, its figures. */
export function SweepPage({ word, query, live }: SweepPageProps) {
  const search = new URLSearchParams(query);
  const [by, where, after, show] = ['by', 'where', 'after', 'show'].map((name) => search.get(name)) as (
    | string
    | null
  )[];
  const path = `sweeps/${encodeURIComponent(word)}`;
  const state = live.sweep?.state;
  const sweep = useAnswer<SweepAnswer>(path, word, `${state} ${live.returns}`);
  const ended = live.sweep ? endedOf(live.sweep.counts) : 0;
  const version = `${ended} ${state} ${live.returns}`;
  const board = useAnswer<LeaderboardAnswer>(
    `${path}/leaderboard${withWishes('', { by, where, after, show, limit: 20 })}`,
    `${word} leaderboard`,
    version,
  );
  const notes = useAnswer<NotesAnswer>(`${path}/notes`, `${word} notes`, version).answer;
  const judged = useAnswer<VerdictAnswer | null>(
    `${path}/verdict${withWishes('', { where })}`,
    `${word} verdict`,
    version,
  );
  const { answer } = sweep;
  useTitle(answer ? answer.sweep.name : word);
  if (!answer && sweep.refused) return <NoSweep of={sweep} word={word} />;
  const choose = (chosen: Chosen) => wish({ where: narrowed(where ?? null, chosen), after: null });
  const said = board.refused?.code.startsWith('bad_where') ? board.refused : null;
  // Nothing waits for another: what comes first is shown first.
  return (
    <>
      {answer ? <Heading answer={answer} live={live} /> : <Waiting what="Reading the sweep" rows={3} />}
      <Filter answer={answer} by={by ?? answer?.sweep.metric ?? ''} where={where ?? null} refused={said} />
      {board.refused && !said && <Refusal of={board.refused} again={board.again} />}
      {board.answer ? (
        <Leaderboard
          word={word}
          answer={board.answer}
          old={board.old}
          query={query}
          measures={answer?.measures ?? []}
        />
      ) : (
        !board.refused && <Waiting what="Reading the leaderboard" rows={12} />
      )}
      <Notes of={notes} />
      <Verdict of={judged.refused ? null : judged.answer} />
      {!said && (
        <SweepFigures
          word={word}
          parameters={answer?.parameters ?? []}
          figures={answer?.figures ?? []}
          query={query}
          by={by ?? null}
          where={where ?? null}
          version={version}
          choose={choose}
        />
      )}
      {answer && <SweepFacts answer={answer} timing={notes?.timing ?? null} race={notes?.race ?? null} />}
    </>
  );
}

function NoSweep({
  of,
  word,
}: {
  readonly of: ReturnType<typeof useAnswer<SweepAnswer>>;
  readonly word: string;
}) {
  return (
    <>
      <h1>{printable(word)}</h1>
      <Refusal of={of.refused!} again={of.again} />
      <p>
        <Go to={pathTo.sweeps}>All sweeps</Go>
      </p>
    </>
  );
}

function Heading({ answer, live }: { readonly answer: SweepAnswer; readonly live: Live }) {
  const { sweep, mayAct } = answer;
  const now = live.sweep ?? answer.live;
  const { state, counts, planned, best } = now;
  const going = state === 'running' && endedOf(counts) < planned;
  return (
    <>
      <div class="heading">
        <h1>{printable(sweep.name)}</h1>
        <State of={state} />
        {mayAct && live.link !== 'gone' && (
          <Actions
            id={sweep.id}
            name={printable(sweep.name)}
            state={state}
            done={(action) => action === 'remove' && goTo(pathTo.sweeps)}
          />
        )}
      </div>
      {sweep.description && <p>{printable(sweep.description)}</p>}
      {now.reason && <p class={state === 'completed' ? 'quiet' : 'trouble'}>{printable(now.reason)}</p>}
      <div class="going">
        <Progress planned={planned} counts={counts} />
        <p>
          {wordsOf(counts).join(', ')}
          {going && now.trialsPerSecond ? ` · ${rate(now.trialsPerSecond)} trials/s` : ''}
          {going && now.secondsLeft !== null ? ` · ${duration(now.secondsLeft)} left` : ''}
        </p>
        {now.waitsFor && <p class="trouble">{printable(now.waitsFor)}</p>}
        {best && (
          <p class="best">
            best {printable(sweep.metric)} <strong>{metric(best.value)}</strong>{' '}
            <span class="quiet">
              {best.n === 1 ? 'one replicate' : `mean of ${best.n} replicates`}
              {': '}
              {configText(
                best.config,
                answer.parameters.map(({ parameter }) => parameter),
              )}
            </span>
          </p>
        )}
        <Tell text={`${endedOf(counts)} of ${planned} trials ended`} now={state} />
      </div>
    </>
  );
}

/** What the ranking cannot tell. */
function Notes({ of }: { readonly of: NotesAnswer | null }) {
  if (!of || of.caveats.length === 0) return null;
  return (
    <ul class="caveats" aria-label="Worth knowing">
      {of.caveats.map(({ text }) => (
        <li key={text}>{printable(text)}</li>
      ))}
    </ul>
  );
}
