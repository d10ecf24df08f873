import { drawPaired, type Mark, type PairedData } from '@latentsweep/figures';
import { useMemo } from 'preact/hooks';
import type { CompareAnswer } from '../../src/api.ts';
import { Canvas } from '../figure/canvas.tsx';
import { useWidth } from '../figure/use-room.ts';
import { goTo } from '../place.ts';
import { pathTo } from '../route.ts';

/** Pixels: what stands around the rows, and a row. */
const AROUND = 150;
const ROW = 44;

interface DifferencesProps {
  readonly word: string;
  readonly answer: CompareAnswer;
  /** One a config. */
  readonly labels: readonly string[];
}

/** The differences to the first config, replicate by replicate, on one axis. */
export function Differences({ word, answer, labels }: DifferencesProps) {
  const { box, width } = useWidth();
  const data = useMemo(() => pairedOf(word, answer, labels), [word, answer, labels.join()]);
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

function pairedOf(
  word: string,
  { by, configs, differences }: CompareAnswer,
  labels: readonly string[],
): PairedData {
  const labelOf = (hash: string) => labels[configs.findIndex((config) => config.hash === hash)] ?? hash;
  return {
    sweep: word,
    by,
    first: configs[0] ? labelOf(configs[0].hash) : '',
    differences: differences.map((difference) => ({ ...difference, label: labelOf(difference.hash) })),
  };
}
