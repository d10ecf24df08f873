import { duration } from '@latentsweep/figures';
import type { TrialAnswer } from '../../src/api.ts';
import { Facts } from '../part/facts.tsx';
import { Go } from '../part/go.tsx';
import { Refusal } from '../part/refusal.tsx';
import { State } from '../part/state.tsx';
import { Waiting } from '../part/waiting.tsx';
import { pathTo } from '../route.ts';
import { moment } from '../text/moment.ts';
import { printable, valueText } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { tookText } from './trial-table.tsx';

/** A trial's life: what happened to it, by whom, when; and what came of it. */
export function TrialPage({ id }: { readonly id: string }) {
  const asked = useAnswer<TrialAnswer>(`trials/${encodeURIComponent(id)}`, id);
  const { answer, refused } = asked;
  useTitle(answer ? `Trial ${answer.trial.number} of ${answer.sweep}` : `Trial ${id}`);
  if (!answer) {
    return refused ? (
      <>
        <h1>Trial {printable(id)}</h1>
        <Refusal of={refused} again={asked.again} />
      </>
    ) : (
      <Waiting what="Reading the trial" rows={10} />
    );
  }
  const { trial, sweep, hash } = answer;
  return (
    <>
      <nav aria-label="Above">
        <Go to={pathTo.sweep(sweep)}>{printable(sweep)}</Go> ›{' '}
        <Go to={pathTo.config(sweep, hash)}>config {hash.slice(0, 8)}</Go>
      </nav>
      <div class="heading">
        <h1>Trial {trial.number}</h1>
        <State of={trial.state} />
      </div>
      {trial.error && <p class="trouble">{printable(trial.error)}</p>}
      <Facts
        of={[
          ['replicate', trial.replicate],
          ['seed', <code key="seed">{answer.seed}</code>],
          ['attempt', trial.attempt],
          ['worker', trial.worker && printable(trial.worker)],
          ['took', tookText(trial)],
          ['id', trial.id],
        ]}
      />
      <Life of={answer.life} />
      <section aria-labelledby="config">
        <h2 id="config">Config</h2>
        <Facts
          of={Object.entries(answer.config).map(
            ([name, value]) => [printable(name), valueText(value)] as const,
          )}
        />
      </section>
      {answer.measures.length > 0 && <Measures of={answer.measures} />}
      {answer.log && <Log of={answer.log} />}
      {answer.artifacts.length > 0 && <Artifacts of={answer.artifacts} trial={trial.id} />}
    </>
  );
}

function Life({ of }: { readonly of: TrialAnswer['life'] }) {
  let before: number | null = null;
  return (
    <section aria-labelledby="life">
      <h2 id="life">Its life</h2>
      <ol class="life">
        {of.map(({ at, what, by }) => {
          const now = at === null ? null : Date.parse(at);
          const after = now !== null && before !== null ? (now - before) / 1000 : null;
          before = now ?? before;
          return (
            <li key={`${at} ${what}`}>
              <span class="moment">{at === null ? '' : moment(at)}</span>
              <span>
                {printable(what)}
                {by && <span class="quiet"> by {printable(by)}</span>}
                {after !== null && after > 0 && <span class="quiet"> · {duration(after)} later</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Measures({ of }: { readonly of: TrialAnswer['measures'] }) {
  return (
    <section aria-labelledby="measures">
      <h2 id="measures">Measures</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label="All measures" tabIndex={0}>
        <table>
          <caption class="unseen">What came of it</caption>
          <thead>
            <tr>
              <th scope="col">measure</th>
              <th scope="col" class="number">
                value
              </th>
              <th scope="col">unit</th>
              <th scope="col">what it is</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ name, value, about, unit }) => (
              <tr key={name}>
                <th scope="row">{printable(name)}</th>
                <td class="number clip">{valueText(value)}</td>
                <td>{unit && printable(unit)}</td>
                <td class="quiet about-cell">{printable(about)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Log({ of }: { readonly of: string }) {
  return (
    <section aria-labelledby="log">
      <h2 id="log">Log</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <pre class="scroll" tabIndex={0}>
        {of.split('\n').map(printable).join('\n')}
      </pre>
    </section>
  );
}

function Artifacts({ of, trial }: { readonly of: TrialAnswer['artifacts']; readonly trial: number }) {
  return (
    <section aria-labelledby="artifacts">
      <h2 id="artifacts">Artifacts</h2>
      <p class="quiet">
        <code>sweep artifacts {trial} --to DIR</code> fetches them.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label="All artifacts" tabIndex={0}>
        <table>
          <caption class="unseen">Files that it left</caption>
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col" class="number">
                bytes
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ name, bytes, sha256 }) => (
              <tr key={name}>
                <th scope="row">{printable(name)}</th>
                <td class="number">{bytes.toLocaleString('en')}</td>
                <td>
                  <code>{printable(sha256)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
