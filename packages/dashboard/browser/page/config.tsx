import type { FigureName } from '@latentsweep/figures';
import { useState } from 'preact/hooks';
import type { ConfigAnswer, MeasureRow } from '../../src/api.ts';
import { Figure } from '../figure/figure.tsx';
import type { Live } from '../live.ts';
import { Facts } from '../part/facts.tsx';
import { Go } from '../part/go.tsx';
import { Refusal } from '../part/refusal.tsx';
import { Waiting } from '../part/waiting.tsx';
import { wish } from '../place.ts';
import { endedOf } from '../progress.ts';
import { pathTo, withWishes } from '../route.ts';
import { aligned, plural, short } from '../text/number.ts';
import { printable, valueText } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { TrialTable } from './trial-table.tsx';

interface ConfigPageProps {
  readonly word: string;
  readonly hash: string;
  readonly query: string;
  readonly live: Live;
}

/** What is kept of each trial. */
const KEPT: readonly FigureName[] = ['curves', 'confusion'];
/** What is made by training the trial again. */
const MADE: readonly FigureName[] = [
  ...(['images', 'latent', 'roc', 'precision-recall', 'calibration', 'generated'] as const),
];

const WIDE: readonly FigureName[] = ['curves', 'images', 'generated'];
/** Those that say of themselves which rows they show. */
const WITHOUT_SPLIT: readonly FigureName[] = ['images', 'latent', 'generated'];

/** A config and its replicates. */
export function ConfigPage({ word, hash, query, live }: ConfigPageProps) {
  const [again, trainAgain] = useState(false);
  const split = new URLSearchParams(query).get('split');
  const version = `${live.sweep ? endedOf(live.sweep.counts) : 0} ${live.returns}`;
  const path = `sweeps/${encodeURIComponent(word)}/configs/${encodeURIComponent(hash)}`;
  const asked = useAnswer<ConfigAnswer>(path, hash, version);
  const { answer } = asked;
  useTitle(`Config ${hash.slice(0, 8)} of ${word}`);
  const figure = (name: FigureName, splits: boolean) => (
    <Figure
      key={name}
      name={name}
      sweep={word}
      wishes={{ config: hash, split: splits ? split : null }}
      version={KEPT.includes(name) ? version : 0}
      wide={WIDE.includes(name)}
    />
  );
  const kept = KEPT.filter((name) => answer?.figures.includes(name));
  const made = MADE.filter((name) => answer?.figures.includes(name));
  return (
    <>
      <nav aria-label="Above">
        <Go to={pathTo.sweep(word)}>{printable(answer?.sweep ?? word)}</Go>
      </nav>
      <div class="heading">
        <h1>
          Config <code>{printable(hash.slice(0, 8))}</code>
        </h1>
        {answer && <p class="quiet">{rankText(answer)}</p>}
        {answer?.baseline && answer.baseline !== hash && (
          <Go
            class="button"
            to={pathTo.compare(word) + withWishes('', { configs: `${answer.baseline},${hash}` })}
          >
            Compare with its baseline
          </Go>
        )}
      </div>
      {asked.refused && <Refusal of={asked.refused} again={asked.again} />}
      {!answer && !asked.refused && <Waiting what="Reading the config" rows={10} />}
      {answer && (
        <>
          {answer.reason && <p class="quiet">Proposed because: {printable(answer.reason)}</p>}
          {answer.decisions.map(({ kept, reason }) => (
            <p class="quiet" key={reason}>
              {kept ? 'Kept' : 'Dropped'} by the race: {printable(reason)}
            </p>
          ))}
          <Facts
            of={Object.entries(answer.config).map(
              ([name, value]) => [printable(name), valueText(value)] as const,
            )}
          />
          {(kept.includes('confusion') || made.length > 0) && <Split value={split} />}
          <h2 class="unseen">Figures</h2>
          <div class="figures">{kept.map((name) => figure(name, name === 'confusion'))}</div>
          {made.length > 0 && !again && (
            <section class="again" aria-label="Made by training again">
              <p>
                ROC, precision and recall, calibration, generated rows, images and the latent space need what
                is not kept. They are made by training its trials again, to the same bits: that takes about as
                long as it took.
              </p>
              <button type="button" onClick={() => trainAgain(true)}>
                Train again and draw them
              </button>
            </section>
          )}
          {again && (
            <div class="figures">{made.map((name) => figure(name, !WITHOUT_SPLIT.includes(name)))}</div>
          )}
          <Measures of={answer.measures} />
          <section aria-labelledby="trials">
            <h2 id="trials">Replicates</h2>
            <TrialTable of={answer.trials} />
            {answer.moreTrials > 0 && <p class="quiet">and {plural(answer.moreTrials, 'more trial')}</p>}
          </section>
        </>
      )}
    </>
  );
}

function rankText({ rank, decisions, violation }: ConfigAnswer): string {
  if (rank !== null) return `rank ${rank}`;
  if (violation !== null && violation > 0) return `breaks a constraint, by ${short(violation)}`;
  return decisions.some(({ kept }) => !kept) ? 'dropped by the race' : 'no rank yet';
}

function Split({ value }: { readonly value: string | null }) {
  return (
    <p>
      <label>
        rows of the split{' '}
        <select value={value ?? 'test'} onChange={(event) => wish({ split: event.currentTarget.value })}>
          <option>test</option>
          <option>validation</option>
        </select>
      </label>
    </p>
  );
}

function Measures({ of }: { readonly of: readonly MeasureRow[] }) {
  if (of.length === 0) return null;
  const column = (text: (row: MeasureRow) => string) => aligned(of.map(text));
  const number = (value: number | null) => (value === null ? '–' : short(value));
  const columns = [
    column(({ mean }) => number(mean)),
    column(({ half }) => (half === null ? '' : `± ${number(half)}`)),
    column(({ sd }) => number(sd)),
    column(({ n }) => String(n)),
  ];
  return (
    <section aria-labelledby="measures">
      <h2 id="measures">Measures</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label="All measures" tabIndex={0}>
        <table>
          <caption class="unseen">All measures over the replicates</caption>
          <thead>
            <tr>
              <th scope="col">measure</th>
              {['mean', '± half of the 95% interval', 'sd', 'n'].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col">unit</th>
              <th scope="col">what it is</th>
            </tr>
          </thead>
          <tbody>
            {of.map(({ name, about, unit }, i) => (
              <tr key={name}>
                <th scope="row">{printable(name)}</th>
                {columns.map((texts, at) => (
                  <td key={at} class="number">
                    {texts[i]}
                  </td>
                ))}
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
