/** Figures of the rows that a lane's arm made, at a milestone: of tables alone, whose columns people know. */

import type { TrainingSet } from '../augment/arm.ts';
import { cutMinority } from '../dataset/cut.ts';
import { concatenate, rowsFrom, takeFeatures, takeLabels } from '../dataset/rows.ts';
import { type GeneratedFigures, generatedFigures, type LabelledRows } from '../generated/figures.ts';
import { chooseBelow } from '../random/choose.ts';
import { Purpose, Stream } from '../random/stream.ts';
import type { LaneState } from './lane.ts';

/** Rows of a class that are looked at, of each kind. */
const MOST_ROWS = 1000;

/** Null where no rows were made, or the data are drawn. */
export async function figuresOfMade(
  state: LaneState,
  set: TrainingSet,
  epoch: number,
): Promise<GeneratedFigures | null> {
  // A row that stands there for a share of another one is none that could be judged.
  if (state.plan.kind === 'renewed') return null;
  const { config, seed, data } = state.lane;
  const { dataset } = data;
  const { columns: layout, features: width, classes, train, validation, test } = dataset;
  if (!layout) return null;
  const rows = await state.madeRows(epoch, set);
  if (!rows || rows.made.labels.length === 0) return null;
  const { made, real } = rows;
  const isMade = (k: number) => made.labels.includes(k);
  /** Some rows of each wanted class, out of their row numbers by class. */
  const some = (
    { features, labels }: LabelledRows,
    numbers: readonly Uint32Array[],
    wanted: (k: number) => boolean,
    part: number,
  ): LabelledRows => {
    const chosen = numbers.map((own, k) => {
      const stream = new Stream(seed, Purpose.generatedRows, epoch, part * classes + k);
      return chooseBelow(wanted(k) ? own.length : 0, MOST_ROWS, stream).map((i) => own[i]!);
    });
    return taken({ features, labels }, width, concatenate(chosen));
  };
  const { kept } = cutMinority(dataset, config.minority_rate, seed);
  return generatedFigures({
    ...{ classes, layout, width, made, real, seed },
    known: taken(train, width, concatenate(kept.filter((_, k) => isMade(k)))),
    others: some(train, kept, (k) => !isMade(k), 0),
    held: some(validation, byClass(validation.labels, classes), isMade, 1),
    judged: some(test, byClass(test.labels, classes), () => true, 2),
  });
}

function taken({ features, labels }: LabelledRows, width: number, rows: Uint32Array): LabelledRows {
  return { features: takeFeatures(features, width, rows), labels: takeLabels(labels, rows) };
}

const byClass = (labels: Uint8Array, classes: number): Uint32Array[] =>
  Array.from({ length: classes }, (_, k) => rowsFrom(0, labels.length).filter((row) => labels[row] === k));
