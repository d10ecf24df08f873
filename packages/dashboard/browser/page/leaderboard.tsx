import type { ComponentChildren } from 'preact';
import type { LeaderboardAnswer, SweepAnswer } from '../../src/api.ts';
import { fileUrl } from '../ask.ts';
import { Empty } from '../part/empty.tsx';
import { Go } from '../part/go.tsx';
import { endsOf, Interval, IntervalAxis } from '../part/interval.tsx';
import { Menu } from '../part/menu.tsx';
import { wish } from '../place.ts';
import { pathTo, withWishes } from '../route.ts';
import { aligned, count, plural } from '../text/number.ts';
import { printable, valueText } from '../text/value.ts';
import { type BoardColumn, columnsOf, legendOf, MARKS, MOST_CHOSEN, markOf } from './leaderboard-columns.ts';

interface LeaderboardProps {
  readonly word: string;
  readonly answer: LeaderboardAnswer;
  readonly old: boolean;
  readonly query: string;
  /** What can be shown beside the metric. */
  readonly measures: SweepAnswer['measures'];
}

/** The ranking of configs: what varies, the metric with its interval, and what it is compared with. */
export function Leaderboard({ word, answer, old, query, measures }: LeaderboardProps) {
  const search = new URLSearchParams(query);
  const chosen = listOf(search.get('chosen'));
  const hidden = listOf(search.get('hide'));
  const shown = listOf(search.get('show'));
  const all = columnsOf(answer);
  const columns = all.filter(({ name }) => !hidden.includes(name));
  const { by, where } = { by: search.get('by'), where: answer.where };
  const choose = (hash: string) => wish({ chosen: toggled(chosen, hash).join(',') }, { keep: true });
  const hide = (name: string) => wish({ hide: toggled(hidden, name).join(',') }, { keep: true });
  const show = (name: string) => wish({ show: toggled(shown, name).join(',') }, { keep: true });
  return (
    <section aria-labelledby="leaderboard" class={old ? 'leaderboard old' : 'leaderboard'} aria-busy={old}>
      <header class="section-head">
        <h2 id="leaderboard">Leaderboard</h2>
        <p class="quiet">{answer.of ? plural(answer.of, 'config') : ''}</p>
        <div class="tools">
          {chosen.length >= 2 ? (
            <Go class="button" to={pathTo.compare(word) + withWishes('', { configs: chosen.join(','), by })}>
              Compare {String(chosen.length)} configs
            </Go>
          ) : (
            <span class="quiet">
              {chosen.length === 1 ? 'choose one more to compare' : 'choose two to compare'}
            </span>
          )}
          <Menu face="columns" label="Columns of the leaderboard">
            <fieldset>
              <legend>Columns</legend>
              {all
                .filter(({ name }) => !shown.includes(name))
                .map(({ name }) => (
                  <label key={name}>
                    <input type="checkbox" checked={!hidden.includes(name)} onChange={() => hide(name)} />{' '}
                    {printable(name)}
                  </label>
                ))}
            </fieldset>
            <fieldset>
              <legend>Measures</legend>
              {measures.map(({ name, about }) => (
                <label key={name} title={about}>
                  <input type="checkbox" checked={shown.includes(name)} onChange={() => show(name)} /> {name}
                </label>
              ))}
            </fieldset>
          </Menu>
          <a
            href={fileUrl(
              `sweeps/${encodeURIComponent(word)}/leaderboard.csv${withWishes('', { by, where, show: shown.join(',') })}`,
            )}
            download={`${word}.csv`}
          >
            CSV
          </a>
        </div>
      </header>
      {answer.rows.length === 0 ? (
        <Empty>
          <p>
            {where === null
              ? 'No config has a result yet.'
              : `No config meets the condition: ${printable(where)}`}
          </p>
        </Empty>
      ) : (
        <Table
          word={word}
          answer={answer}
          columns={columns}
          bars={!hidden.includes('interval')}
          chosen={chosen}
          choose={choose}
        />
      )}
      {answer.constant.length > 0 && (
        <details class="constant">
          <summary>
            {plural(answer.constant.length, 'parameter is', 'parameters are')} the same in all rows
          </summary>
          <p>
            {answer.constant.map(({ name, value }) => (
              <code key={name}>
                {printable(name)}={valueText(value)}{' '}
              </code>
            ))}
          </p>
        </details>
      )}
      {answer.rows.length > 0 && <p class="quiet legend">{legendOf(answer)}</p>}
      <p class="pages">
        {search.get('after') && (
          <button type="button" onClick={() => wish({ after: null })}>
            From the best
          </button>
        )}
        {answer.next !== null && (
          <button type="button" onClick={() => wish({ after: answer.next })}>
            Further configs
          </button>
        )}
      </p>
    </section>
  );
}

interface TableProps {
  readonly word: string;
  readonly answer: LeaderboardAnswer;
  readonly columns: readonly BoardColumn[];
  readonly bars: boolean;
  readonly chosen: readonly string[];
  readonly choose: (hash: string) => void;
}

function Table({ word, answer, columns, bars, chosen, choose }: TableProps) {
  const { rows, by, maximize } = answer;
  const ends = endsOf(rows);
  const best = rows.find(({ rank }) => rank === 1)?.mean ?? null;
  const cells = columns.map(({ numeric, text }) => (numeric ? aligned(rows.map(text)) : rows.map(text)));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" aria-label="Ranking" tabIndex={0}>
      <table class="board">
        <caption class="unseen">
          Configs ranked by {by}, {maximize ? 'the highest' : 'the lowest'} first
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">compare</span>
            </th>
            <th scope="col" class="number">
              rank
            </th>
            {columns.map((column) => (
              <Head key={column.name} column={column} answer={answer} bars={bars} />
            ))}
          </tr>
          {bars && (
            <tr class="axis-row">
              <td colSpan={2} />
              {columns.map(({ name }) => (
                <td key={name} colSpan={name === by ? 2 : 1}>
                  {name === by && <IntervalAxis ends={ends} />}
                </td>
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.hash} class={row.tied ? 'tied' : undefined}>
              <td>
                <input
                  type="checkbox"
                  checked={chosen.includes(row.hash)}
                  disabled={chosen.length >= MOST_CHOSEN && !chosen.includes(row.hash)}
                  aria-label={`Compare the config of rank ${row.rank === null ? 'none' : count(row.rank)}`}
                  onChange={() => choose(row.hash)}
                />
              </td>
              <th scope="row" class="number rank">
                <span title={MARKS[markOf(row)]}>{markOf(row)}</span>
                <Go to={pathTo.config(word, row.hash)}>{row.rank === null ? '–' : count(row.rank)}</Go>
              </th>
              {columns.map((column, at) => (
                <Cells key={column.name} numeric={column.numeric} text={cells[at]![i]!} quiet={column.quiet}>
                  {bars && column.name === by && (
                    <td class="bar">
                      <Interval mean={row.mean} half={row.half} ends={ends} best={best} strong={row.tied} />
                    </td>
                  )}
                </Cells>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellsProps {
  readonly numeric: boolean;
  readonly quiet: boolean;
  readonly text: string;
  readonly children: ComponentChildren;
}

const Cells = ({ numeric, quiet, text, children }: CellsProps) => (
  <>
    <td class={`${numeric ? 'number' : ''} ${quiet ? 'quiet' : ''}`}>{text}</td>
    {children}
  </>
);

interface HeadProps {
  readonly column: BoardColumn;
  readonly answer: LeaderboardAnswer;
  readonly bars: boolean;
}

/** The metric that ranks says its direction; its twin can be ranked by with a click. */
function Head({ column: { name, short, numeric, ranks, about }, answer: { by, maximize }, bars }: HeadProps) {
  const isBy = name === by;
  return (
    <th
      scope="col"
      class={numeric ? 'number' : undefined}
      title={about ?? name}
      colSpan={isBy && bars ? 2 : 1}
      aria-sort={isBy ? (maximize ? 'descending' : 'ascending') : undefined}
    >
      {ranks && !isBy ? (
        <button type="button" class="plain" onClick={() => wish({ by: name, after: null })}>
          {printable(name)}
        </button>
      ) : (
        printable(short ?? name)
      )}
      {isBy && <span aria-hidden="true"> {maximize ? '↓' : '↑'}</span>}
    </th>
  );
}

const listOf = (text: string | null): string[] => (text ? text.split(',') : []);

const toggled = (list: readonly string[], item: string): string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
