import { chartOf, drawChart, duration } from '@latentsweep/figures';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SweepsAnswer, TableAnswer } from '../../src/api.ts';
import { fileUrl, type Refused, tell } from '../ask.ts';
import { Canvas } from '../figure/canvas.tsx';
import { useWidth } from '../figure/use-room.ts';
import { Refusal } from '../part/refusal.tsx';
import { goTo } from '../place.ts';
import { QUERIES, queryFor } from '../queries.ts';
import { pathTo, withWishes } from '../route.ts';
import { plural } from '../text/number.ts';
import { printable } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';
import { ResultTable } from './result-table.tsx';

/** A read-only query, its rows and a chart of them. */
export function SqlPage({ query }: { readonly query: string }) {
  useTitle('SQL');
  const search = new URLSearchParams(query);
  const asked = search.get('sql');
  const sweeps = useAnswer<SweepsAnswer>('sweeps', 'sweeps').answer?.sweeps ?? [];
  const sweep = search.get('sweep') ?? sweeps[0]?.slug ?? null;
  const [text, setText] = useState(asked ?? '');
  useEffect(() => {
    if (asked !== null) setText(asked);
  }, [asked]);
  const { table, refused, busy } = useResult(asked);
  const run = () => text.trim() !== '' && goTo(pathTo.sql + withWishes(query, { sql: text }));
  return (
    <>
      <h1>SQL</h1>
      <form
        class="sql"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <p class="tools">
          <label>
            begin with{' '}
            <select
              value=""
              onChange={(event) => setText(queryFor(Number(event.currentTarget.value), sweep))}
              aria-label="A query to begin with"
            >
              <option value="" disabled>
                one of ten queries
              </option>
              {QUERIES.map(({ title }, i) => (
                <option key={title} value={i}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <label>
            of{' '}
            <select
              value={sweep ?? ''}
              onChange={(event) =>
                goTo(pathTo.sql + withWishes(query, { sweep: event.currentTarget.value }), { keep: true })
              }
            >
              {sweep !== null && !sweeps.some(({ slug }) => slug === sweep) && <option>{sweep}</option>}
              {sweeps.map(({ id, slug }) => (
                <option key={id}>{slug}</option>
              ))}
            </select>
          </label>
        </p>
        <label class="area">
          A read-only query
          <textarea
            rows={10}
            spellcheck={false}
            autocapitalize="off"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
            }}
          />
        </label>
        <p class="tools">
          <button type="submit" disabled={busy}>
            {busy ? 'Running …' : 'Run'}
          </button>
          <span class="quiet">Ctrl+Enter</span>
          {asked !== null && table && (
            <a href={fileUrl(`sql.csv${withWishes('', { sql: asked })}`)} download="result.csv">
              CSV
            </a>
          )}
        </p>
      </form>
      {refused && <Refusal of={refused} />}
      {table && (
        <div class={busy ? 'old' : ''} aria-busy={busy}>
          <p class="quiet" role="status">
            {table.more ? `the first ${plural(table.rows.length, 'row')}` : plural(table.rows.length, 'row')}
            {table.seconds !== null && ` in ${duration(table.seconds)}`}
            {table.more && '; CSV has them all'}
          </p>
          <ResultChart table={table} />
          <ResultTable of={table} />
        </div>
      )}
    </>
  );
}

/** What the query that the URL holds says. */
function useResult(sql: string | null) {
  const [table, setTable] = useState<TableAnswer | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (sql === null) return setTable(null);
    const stopped = new AbortController();
    setBusy(true);
    setRefused(null);
    tell<TableAnswer>('sql', { sql }, stopped.signal)
      .then(setTable, (error: Refused) => {
        if (stopped.signal.aborted) return;
        setTable(null);
        setRefused(error);
      })
      .finally(() => !stopped.signal.aborted && setBusy(false));
    return () => stopped.abort();
  }, [sql]);
  return { table, refused, busy };
}

/** A chart of the rows by columns that suit; others can be chosen. */
function ResultChart({ table }: { readonly table: TableAnswer }) {
  const { box, width } = useWidth();
  const [wish, setWish] = useState<Record<'x' | 'y' | 'series', string | undefined>>(NO_WISH);
  useEffect(() => setWish(NO_WISH), [table]);
  const of = useMemo(() => chartOf(table, wish), [table, wish]);
  const drawing = useMemo(
    () =>
      'chart' in of && width > 0 ? drawChart(of.chart, { width, height: Math.min(420, width * 0.6) }) : null,
    [of, width],
  );
  if (table.rows.length === 0) return null;
  const chosen = 'chart' in of ? of.chart : null;
  return (
    <section class="figure" aria-label="Chart">
      <header>
        <h2>Chart</h2>
        {(['x', 'y', 'series'] as const).map((axis) => (
          <label key={axis} class="pick">
            {axis}{' '}
            <select
              value={wish[axis] ?? chosen?.[axis] ?? ''}
              onChange={(event) => setWish({ ...wish, [axis]: event.currentTarget.value || undefined })}
            >
              <option value="">as it suits</option>
              {table.columns.map((column) => (
                <option key={column} value={column}>
                  {printable(column)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </header>
      <div ref={box} class="figure-box">
        {drawing && <Canvas drawing={drawing} />}
        {'why' in of && <p class="quiet">{printable(of.why)}</p>}
      </div>
    </section>
  );
}

const NO_WISH = { x: undefined, y: undefined, series: undefined };
