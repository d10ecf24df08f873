import type { FigureName } from '@latentsweep/figures';
import type { SweepAnswer } from '../../src/api.ts';
import type { Chosen } from '../condition.ts';
import { Figure } from '../figure/figure.tsx';
import { wish } from '../place.ts';
import { printable } from '../text/value.ts';

interface SweepFiguresProps {
  readonly word: string;
  readonly parameters: SweepAnswer['parameters'];
  readonly figures: SweepAnswer['figures'];
  readonly query: string;
  readonly by: string | null;
  readonly where: string | null;
  readonly version: unknown;
  readonly choose: (chosen: Chosen) => void;
}

/** What looks best over the whole width. */
const WIDE: readonly FigureName[] = ['parallel', 'slice', 'timeline'];

/** The figures of a sweep; those of the first look first. */
const SHOWN: readonly FigureName[] = [
  'history',
  'importance',
  'parallel',
  'slice',
  'contour',
  'arms',
  'test-vs-validation',
  'edf',
  'timeline',
  'durations',
];

export function SweepFigures({
  word,
  parameters,
  figures,
  query,
  by,
  where,
  version,
  choose,
}: SweepFiguresProps) {
  const search = new URLSearchParams(query);
  const of = { by, where };
  const axes = {
    slice: { x: search.get('slice') },
    contour: { x: search.get('x'), y: search.get('y') },
  };
  const wishes = (name: FigureName) => ({ ...of, ...(name in axes ? axes[name as keyof typeof axes] : {}) });
  const pick = (label: string, name: string) => (
    <Pick label={label} name={name} value={search.get(name)} parameters={parameters} />
  );
  return (
    <section aria-labelledby="figures">
      <h2 id="figures" class="unseen">
        Figures
      </h2>
      <div class="figures">
        {SHOWN.filter((name) => figures.includes(name)).map((name) => (
          <Figure
            key={name}
            name={name}
            sweep={word}
            wishes={wishes(name)}
            version={version}
            choose={choose}
            wide={WIDE.includes(name)}
          >
            {name === 'slice' && pick('against', 'slice')}
            {name === 'contour' && pick('across', 'x')}
            {name === 'contour' && search.has('x') && pick('up', 'y')}
          </Figure>
        ))}
      </div>
    </section>
  );
}

interface PickProps {
  readonly label: string;
  /** In the page's query. */
  readonly name: string;
  readonly value: string | null;
  readonly parameters: SweepAnswer['parameters'];
}

/** The parameter of an axis; the most important one unless another is chosen. */
function Pick({ label, name, value, parameters }: PickProps) {
  return (
    <label class="pick">
      {label}{' '}
      <select value={value ?? ''} onChange={(event) => wish({ [name]: event.currentTarget.value })}>
        <option value="">the most important</option>
        {parameters.map(({ parameter, column }) => (
          <option key={column} value={column}>
            {printable(parameter)}
          </option>
        ))}
      </select>
    </label>
  );
}
