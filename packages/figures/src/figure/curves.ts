import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Loss and accuracy over the epochs of a config, its replicates as thin lines. */
export interface CurvesData extends Drawn {
  readonly figure: 'curves';
  readonly config: string;
  readonly panels: readonly {
    readonly title: string;
    readonly unit: string | null;
    readonly series: readonly {
      readonly label: 'training' | 'validation';
      /** One a replicate, a value an epoch; null where it is none. At most 50 lines. */
      readonly replicates: readonly {
        readonly trial: number;
        readonly replicate: number;
        readonly values: readonly (number | null)[];
      }[];
      /** Over replicates, an epoch each; null where there is none. */
      readonly mean: readonly (number | null)[];
      /** Of the 95% interval of the mean. */
      readonly half: readonly (number | null)[];
    }[];
  }[];
}

export function drawCurves(data: CurvesData, frame: Frame): Drawing {
  return { ...frame, title: 'curves', description: data.sweep, marks: [], selectable: [] };
}
