import { drawPaired, type Mark, type PairedData } from '@latentsweep/figures';
import { useMemo } from 'preact/hooks';
import type { CompareAnswer } from '../../src/api.ts';
import { Canvas } from '../figure/canvas.tsx';
import { useWidth } from '../figure/use-room.ts';
import { goTo } from '../place.ts';
import { pathTo } from '../route.ts';
import { configText } from '../text/value.ts';

/** Pixels: what stands around the rows, and a row. */
const AROUND = 150;
const ROW = 44;

interface DifferencesProps {
  readonly word: string;
  readonly answer: CompareAnswer;
}

/** The differences to the first config, replicate by replicate, on one axis. */
export function Differences({ word, answer }: DifferencesProps) {
  const { box, width } = useWidth();
  const data = useMemo(() => pairedOf(word, answer), [word, answer]);
  const drawing = useMemo(
    () => (width > 0 ? drawPaired(data, { width, height: AROUND + ROW * data.differences.length }) : null),
    [data, width],
  );
  const follow = (to: NonNullable<Mark['leadsTo']>) =>
    goTo('config' in to ? pathTo.config(word, to.config) : pathTo.trial(to.trial));
  return (
    <section aria-label="Differences" class="figure">
      <div ref={box} class="figure-box">
        {drawing ? <Canvas drawing={drawing} follow={follow} /> : <div class="figure-room" />}
      </div>
    </section>
  );
}

function pairedOf(word: string, { by, configs, differing, differences }: CompareAnswer): PairedData {
  const labels = new Map(
    configs.map(({ hash, config }) => [hash, configText(config, differing) || hash.slice(0, 8)]),
  );
  return {
    sweep: word,
    by,
    first: labels.get(configs[0]?.hash ?? '') ?? 'the first',
    differences: differences.map((difference) => ({
      ...difference,
      label: labels.get(difference.hash) ?? difference.hash.slice(0, 8),
    })),
  };
}
