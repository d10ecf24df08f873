import {
  type Drawing,
  draw,
  FIGURES,
  type FigureData,
  type FigureName,
  frameOf,
  type Mark,
} from '@latentsweep/figures';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { fileUrl, Refused } from '../ask.ts';
import type { Chosen } from '../condition.ts';
import { askInTurn } from '../in-turn.ts';
import { Copy } from '../part/copy.tsx';
import { Menu } from '../part/menu.tsx';
import { Refusal } from '../part/refusal.tsx';
import { goTo } from '../place.ts';
import { pathTo, type Wishes, withWishes } from '../route.ts';
import { printable } from '../text/value.ts';
import { useAnswer } from '../use-answer.ts';
import { Canvas } from './canvas.tsx';
import { plotCommand } from './command.ts';
import { Narrow } from './narrow.tsx';
import { useNear, useWidth } from './use-room.ts';

interface FigureProps {
  readonly name: FigureName;
  readonly sweep: string;
  /** What the server is asked for beside the figure's name. */
  readonly wishes: Wishes;
  /** Another one says that the sweep went on. */
  readonly version?: unknown;
  /** What is chosen on its axes; without it they choose nothing. */
  readonly choose?: (chosen: Chosen) => void;
  /** What is chosen beside its title: axes, split. */
  readonly children?: ComponentChildren;
  readonly wide?: boolean;
}

/** A figure: its data is fetched while it is near the window, drawn anew when it has more room or less. */
export function Figure({ name, sweep, wishes, version, choose, children, wide }: FigureProps) {
  const { box, width } = useWidth();
  const near = useNear(box);
  const path = `sweeps/${encodeURIComponent(sweep)}/figures/${name}`;
  const query = withWishes('', wishes);
  // What is far away is asked for when it comes near: what is looked at would wait for it.
  const latest = useRef<{ readonly path: string | null; readonly version: unknown }>({ path: null, version });
  if (near) latest.current = { path: path + query, version };
  const wanted = latest.current;
  const asked = useAnswer<FigureData>(
    wanted.path,
    `${sweep} ${name} ${wishes['config']}`,
    wanted.version,
    askInTurn,
  );
  const { answer, refused } = asked;
  const old = asked.old || wanted.path !== path + query;
  const drawn = useMemo(() => (answer && width > 0 ? drawnOf(answer, width) : null), [answer, width]);
  const drawing = drawn && 'marks' in drawn ? drawn : null;
  const follow = (to: NonNullable<Mark['leadsTo']>) =>
    goTo('config' in to ? pathTo.config(sweep, to.config) : pathTo.trial(to.trial));
  const title = titleOf(name);
  return (
    <section class={`figure figure-${name} ${wide ? 'figure-wide' : ''}`} aria-label={title}>
      <header>
        <h3 title={FIGURES[name].about}>{title}</h3>
        {children}
        <Menu face="⋯" label={`${title}: files and command`}>
          <Files path={path} query={query} name={`${sweep}-${name}`} />
          {drawing && choose && <Narrow axes={drawing.selectable} choose={choose} />}
          <p class="quiet">The same in a terminal:</p>
          <code class="command">{printable(plotCommand(sweep, name, wishes))}</code>
          <Copy text={plotCommand(sweep, name, wishes)}>Copy the command</Copy>
        </Menu>
      </header>
      <div ref={box} class={old && answer ? 'figure-box old' : 'figure-box'} aria-busy={old && !refused}>
        {drawing && <Canvas drawing={drawing} follow={follow} choose={choose} />}
        {!drawing && !refused && !(drawn instanceof Refused) && <div class="figure-room" />}
        {drawn instanceof Refused && <Refusal of={drawn} />}
        {refused && <WhyNot refused={refused} again={asked.again} />}
      </div>
    </section>
  );
}

/** That there is nothing to draw is no fault. */
function WhyNot({ refused, again }: { readonly refused: Refused; readonly again: () => void }) {
  if (refused.code !== 'nothing_to_draw') return <Refusal of={refused} again={again} />;
  return (
    <div class="nothing quiet">
      <p>{printable(refused.message)}</p>
      <p>{printable(refused.hint)}</p>
    </div>
  );
}

/** A fault in one figure leaves the others. */
function drawnOf(data: FigureData, width: number): Drawing | Refused {
  try {
    return draw(data, frameOf(data, width));
  } catch (error) {
    return new Refused({
      code: 'not_drawn',
      message: `This could not be drawn: ${error instanceof Error ? error.message : error}`,
      hint: 'Its data can be had as CSV from the menu.',
    });
  }
}

function titleOf(name: FigureName): string {
  const words = name.replaceAll('-', ' ');
  return (
    { roc: 'ROC', edf: 'EDF', latent: 'Latent space' }[words] ?? words[0]!.toUpperCase() + words.slice(1)
  );
}

interface FilesProps {
  readonly path: string;
  readonly query: string;
  readonly name: string;
}

function Files({ path, query, name }: FilesProps) {
  return (
    <ul class="files">
      {(['csv', 'svg', 'png', 'pdf'] as const).map((format) => (
        <li key={format}>
          <a href={fileUrl(`${path}.${format}${query}`)} download={`${name}.${format}`}>
            {format.toUpperCase()}
          </a>
        </li>
      ))}
    </ul>
  );
}
