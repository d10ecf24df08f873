import type { CompareAnswer } from '../../src/api.ts';
import type { Live } from '../live.ts';
import { Empty } from '../part/empty.tsx';
import { Go } from '../part/go.tsx';
import { Refusal } from '../part/refusal.tsx';
import { Waiting } from '../part/waiting.tsx';
import { endedOf } from '../progress.ts';
import { pathTo, withWishes } from '../route.ts';
import { count, metric, signed, withHalf } from '../text/number.ts';
import { configText, printable, valueText } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { CurvesTogether } from './compare-curves.tsx';
import { Differences } from './compare-paired.tsx';

interface ComparePageProps {
  readonly word: string;
  readonly query: string;
  readonly live: Live;
}

/** Configs side by side: each to the first one, replicate by replicate. */
export function ComparePage({ word, query, live }: ComparePageProps) {
  const search = new URLSearchParams(query);
  const hashes = [...new Set((search.get('configs') ?? '').split(',').filter(Boolean))];
  const by = search.get('by');
  useTitle(`${hashes.length} configs of ${word}`);
  const path = `sweeps/${encodeURIComponent(word)}/compare${withWishes('', { configs: hashes.join(','), by })}`;
  const version = `${live.sweep ? endedOf(live.sweep.counts) : 0} ${live.returns}`;
  const asked = useAnswer<CompareAnswer>(hashes.length < 2 ? null : path, `${word} ${hashes}`, version);
  const { answer, refused } = asked;
  return (
    <>
      <nav aria-label="Above">
        <Go to={pathTo.sweep(word)}>{printable(word)}</Go>
      </nav>
      <h1>Compare</h1>
      {hashes.length < 2 && (
        <Empty>
          <p>Choose two or more configs in the leaderboard of the sweep.</p>
        </Empty>
      )}
      {refused && <Refusal of={refused} again={asked.again} />}
      {hashes.length >= 2 && !answer && !refused && <Waiting what="Comparing" />}
      {answer && (
        <>
          <Configs word={word} answer={answer} />
          <Differences word={word} answer={answer} />
          <CurvesTogether word={word} configs={answer.configs} labels={labelsOf(answer)} version={version} />
        </>
      )}
    </>
  );
}

/** What tells a config from the others, in few words. */
const labelsOf = ({ configs, differing }: CompareAnswer): string[] =>
  configs.map(({ config, hash }) => configText(config, differing) || hash.slice(0, 8));

function Configs({ word, answer }: { readonly word: string; readonly answer: CompareAnswer }) {
  const { by, configs, differing, differences } = answer;
  const differenceOf = (hash: string) => differences.find((difference) => difference.hash === hash);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label="Configs" tabIndex={0}>
        <table>
          <caption class="unseen">Configs and their differences to the first one</caption>
          <thead>
            <tr>
              <th scope="col">config</th>
              {differing.map((name) => (
                <th key={name} scope="col">
                  {printable(name)}
                </th>
              ))}
              <th scope="col" class="number">
                {printable(by)}
              </th>
              <th scope="col" class="number">
                n
              </th>
              <th scope="col" class="number">
                difference to the first
              </th>
              <th scope="col" class="number">
                pairs
              </th>
            </tr>
          </thead>
          <tbody>
            {configs.map(({ hash, config, n, mean, half }, i) => {
              const difference = differenceOf(hash);
              return (
                <tr key={hash}>
                  <th scope="row">
                    <Go to={pathTo.config(word, hash)}>{hash.slice(0, 8)}</Go>
                  </th>
                  {differing.map((name) => (
                    <td key={name}>{Object.hasOwn(config, name) ? valueText(config[name]) : ''}</td>
                  ))}
                  <td class="number">{withHalf(metric, mean, half)}</td>
                  <td class="number">{count(n)}</td>
                  <td class="number">
                    {i === 0
                      ? 'the first'
                      : difference
                        ? withHalf(signed, difference.value, difference.half)
                        : '–'}
                  </td>
                  <td class="number">{difference ? count(difference.n) : ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <p class="quiet legend">
        ±: half of the 95% interval over replicates; differences are paired: the same replicate, data and seed
        in both.
        {differing.length === 0 && ' They differ in no parameter that is told.'}
      </p>
    </>
  );
}
