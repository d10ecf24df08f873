import { type Chart, drawChart, type FigureData } from '@latentsweep/figures';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CompareAnswer } from '../../src/api.ts';
import { ask, type Refused } from '../ask.ts';
import { Canvas } from '../figure/canvas.tsx';
import { useWidth } from '../figure/use-room.ts';
import { Refusal } from '../part/refusal.tsx';
import { Waiting } from '../part/waiting.tsx';
import { withWishes } from '../route.ts';
import { printable } from '../text/value.ts';

type Curves = Extract<FigureData, { figure: 'curves' }>;

interface CurvesTogetherProps {
  readonly word: string;
  readonly configs: CompareAnswer['configs'];
  /** One a config. */
  readonly labels: readonly string[];
  readonly version: unknown;
}

/** The mean curves of several configs over one another, a panel a measure. */
export function CurvesTogether({ word, configs, labels, version }: CurvesTogetherProps) {
  const [all, setAll] = useState<readonly Curves[] | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const hashes = configs.map(({ hash }) => hash).join();
  useEffect(() => {
    const stopped = new AbortController();
    const path = (config: string) =>
      `sweeps/${encodeURIComponent(word)}/figures/curves${withWishes('', { config })}`;
    Promise.all(configs.map(({ hash }) => ask<Curves>(path(hash), stopped.signal))).then(
      (answers) => {
        setAll(answers);
        setRefused(null);
      },
      (error: Refused) => !stopped.signal.aborted && setRefused(error),
    );
    return () => stopped.abort();
  }, [word, hashes, version]);
  const panels = useMemo(() => (all ? chartsOf(all, labels) : []), [all, labels.join()]);
  return (
    <section aria-labelledby="curves">
      <h2 id="curves">Curves</h2>
      {refused && <Refusal of={refused} />}
      {!all && !refused && <Waiting what="Reading the curves" />}
      <div class="figures">
        {panels.map(({ title, chart }) => (
          <section key={title} class="figure" aria-label={title}>
            <header>
              <h3>{printable(title)}</h3>
            </header>
            <Panel chart={chart} />
          </section>
        ))}
      </div>
    </section>
  );
}

function Panel({ chart }: { readonly chart: Chart }) {
  const { box, width } = useWidth();
  const drawing = useMemo(
    () => (width > 0 ? drawChart(chart, { width, height: Math.max(260, Math.round(width * 0.5)) }) : null),
    [chart, width],
  );
  return (
    <div ref={box} class="figure-box">
      {drawing ? <Canvas drawing={drawing} /> : <div class="figure-room" />}
    </div>
  );
}

/** A chart for each measure that all configs have, of the split on which trials are judged where there are both. */
function chartsOf(
  all: readonly Curves[],
  labels: readonly string[],
): { readonly title: string; readonly chart: Chart }[] {
  const titles = all[0]?.panels.map(({ title }) => title) ?? [];
  return titles.flatMap((title) => {
    const series = all.map(({ panels }) => {
      const of = panels.find((panel) => panel.title === title)?.series ?? [];
      return of.find(({ label }) => label === 'validation') ?? of[0];
    });
    if (series.some((one) => !one)) return [];
    const groups = series.map((one, i) => ({
      label: labels[i] ?? null,
      marks: one!.mean.flatMap((y, epoch) =>
        y === null ? [] : [{ x: all[i]!.along?.places[epoch] ?? epoch + 1, y }],
      ),
    }));
    const chart: Chart = {
      kind: 'line',
      x: all[0]!.along?.name ?? 'epoch',
      y: series[0]!.label === 'reported' ? title : `${title} (${series[0]!.label})`,
      series: 'config',
      along: 'numbers',
      words: [],
      groups,
      leftOut: 0,
    };
    return [{ title, chart }];
  });
}
