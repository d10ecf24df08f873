import { type Drawing, type Mark, type Place, type Selectable, svgOf } from '@latentsweep/figures';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Chosen } from '../condition.ts';
import { chosenOn, draggedAlong, markAt, placeOf, selectablesAt, spanOver } from './hit.ts';

interface CanvasProps {
  readonly drawing: Drawing;
  readonly follow?: (to: NonNullable<Mark['leadsTo']>) => void;
  readonly choose?: ((chosen: Chosen) => void) | undefined;
}

interface Drag {
  readonly from: Place;
  readonly to: Place;
  readonly axes: readonly Selectable[];
}

/** A drawing that answers: marks tell and lead somewhere, spans of its axes can be chosen; by pointer and by keyboard. */
export function Canvas({ drawing, follow, choose }: CanvasProps) {
  const paper = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<Mark | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const svg = useMemo(() => svgOf(drawing, { theme: 'page' }), [drawing]);
  /** Marks that lead somewhere, in the order of their elements. */
  const leading = useMemo(() => drawing.marks.filter(({ leadsTo }) => leadsTo !== undefined), [drawing]);
  const links = () => [...paper.current!.querySelectorAll<SVGElement>('[role=link]')];
  useEffect(() => {
    const focused = links().indexOf(document.activeElement as SVGElement);
    // All text in it is escaped by `svgOf`, which has a test for that.
    paper.current!.innerHTML = svg;
    // Tips are shown here, at once; the browser's own would come over them.
    for (const title of paper.current!.querySelectorAll('title')) title.remove();
    point(null);
    // Who stood on a mark stands there again.
    if (focused >= 0) links()[focused]?.focus();
  }, [svg]);

  const placeIn = (event: PointerEvent): Place => {
    const { left, top, width, height } = paper.current!.getBoundingClientRect();
    return [
      ((event.clientX - left) * drawing.width) / (width || 1),
      ((event.clientY - top) * drawing.height) / (height || 1),
    ];
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const from = placeIn(event);
    setDrag({ from, to: from, axes: choose ? selectablesAt(drawing, from) : [] });
    paper.current!.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const to = placeIn(event);
    if (drag) setDrag({ ...drag, to });
    point(drag && draggedAlong(drag.axes, drag.from, to) ? null : markAt(drawing, to));
  };
  const onUp = (event: PointerEvent) => {
    if (!drag) return;
    setDrag(null);
    const to = placeIn(event);
    const axis = draggedAlong(drag.axes, drag.from, to);
    if (axis) return chooseOn(axis, drag.from, to);
    const mark = markAt(drawing, to);
    if (mark?.leadsTo && follow) return follow(mark.leadsTo);
    const choices = drag.axes.find(({ scale }) => scale.kind === 'choices');
    if (choices) chooseOn(choices, to, to);
  };
  const chooseOn = (axis: Selectable, from: Place, to: Place) => {
    const chosen = chosenOn(axis, from, to);
    if (chosen) choose?.(chosen);
  };
  /** One mark is a stop of the tab key, the arrows go to the others. */
  const onKey = (event: KeyboardEvent) => {
    const all = links();
    const at = all.indexOf(event.target as SVGElement);
    if (at < 0) return;
    if (event.key === 'Enter') {
      const to = leading[at]?.leadsTo;
      if (to) follow?.(to);
      return;
    }
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const goal = all[(next + all.length) % all.length]!;
    all[at]!.setAttribute('tabindex', '-1');
    goal.setAttribute('tabindex', '0');
    goal.focus();
  };
  const onFocus = (event: FocusEvent) => {
    const mark = leading[links().indexOf(event.target as SVGElement)];
    if (mark) point(mark);
  };

  const axis = drag && draggedAlong(drag.axes, drag.from, drag.to);
  return (
    <div class={pointed?.leadsTo && follow ? 'canvas canvas-leads' : 'canvas'}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks in it are links of their own */}
      <div
        ref={paper}
        class="paper"
        onKeyDown={onKey}
        onFocusIn={onFocus}
        onFocusOut={() => point(null)}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => point(null)}
      />
      {axis && <Span drawing={drawing} of={spanOver(axis, drag.from, drag.to)} />}
      {pointed && <Tip drawing={drawing} of={pointed} />}
    </div>
  );
}

type Box = ReturnType<typeof spanOver>;

function Span({ drawing, of }: { readonly drawing: Drawing; readonly of: Box }) {
  return (
    <svg class="span" viewBox={`0 0 ${drawing.width} ${drawing.height}`} aria-hidden="true">
      <rect {...of} />
    </svg>
  );
}

function Tip({ drawing, of }: { readonly drawing: Drawing; readonly of: Mark }) {
  if (of.tip === undefined) return null;
  const [x, y] = placeOf(of);
  const left = (100 * x) / drawing.width;
  // Styles that a script sets are its own: the policy against inline ones forbids those in a page's text.
  const place = { left: `${left}%`, top: `${(100 * y) / drawing.height}%` };
  return (
    <div class={left > 60 ? 'tip tip-left' : 'tip'} style={place} aria-hidden="true">
      {of.tip}
    </div>
  );
}
