/**
 * A drawing: what a figure consists of, in pixels from its top left corner, without a word of how it is shown. Rendered as
 * SVG (browser, file), on a canvas (PNG, PDF) and in characters.
 */

import type { Pixels } from './pixels.ts';

/** A colour by what it is for; each renderer has a light and a dark one for it. `series` are told apart by colour-blind people. */
export type Ink =
  | 'text'
  | 'muted'
  | 'grid'
  | 'surface'
  | 'accent'
  | { readonly series: number }
  /** From 0 to 1 along a scale that stays readable in grey. */
  | { readonly scale: number };

export type Place = readonly [x: number, y: number];

/** What a mark tells when it is pointed at, and what is chosen by it. */
export interface Meaning {
  /** Lines of plain text. */
  readonly tip?: string;
  /** Where a click leads: a config by its hash, a trial by its id. */
  readonly leadsTo?: { readonly config: string } | { readonly trial: number };
  /** Drawn fainter or stronger. */
  readonly opacity?: number;
}

export type Mark = Meaning &
  (
    | {
        readonly kind: 'rect';
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
        readonly fill: Ink;
        readonly stroke?: Ink;
      }
    /** A line through places; null lifts the pen. */
    | {
        readonly kind: 'line';
        readonly through: readonly (Place | null)[];
        readonly stroke: Ink;
        readonly width?: number;
        readonly dashed?: boolean;
      }
    | { readonly kind: 'area'; readonly around: readonly Place[]; readonly fill: Ink }
    | {
        readonly kind: 'point';
        readonly at: Place;
        readonly radius: number;
        readonly fill: Ink;
        readonly shape?: 'round' | 'square' | 'diamond';
      }
    /** A picture in its own colours, each of its pixels a rectangle. */
    | {
        readonly kind: 'image';
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
        readonly pixels: Pixels;
      }
    /** `at` is on its base line; `upright` text reads upwards from there. */
    | {
        readonly kind: 'text';
        readonly at: Place;
        readonly text: string;
        readonly ink: Ink;
        readonly size?: number;
        readonly anchor?: 'start' | 'middle' | 'end';
        readonly bold?: boolean;
        readonly upright?: boolean;
      }
  );

/** An axis on which a span can be chosen: pixels, values, and what they are a column of. */
export interface Selectable {
  /** A column that a condition may name: `loss_weights_kl`, `test_accuracy`. */
  readonly column: string;
  readonly along: 'x' | 'y';
  /** Where it lies. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Values at the two ends of it, the left or lower one first; or the choices, each with an equal part. */
  readonly scale:
    | { readonly kind: 'linear' | 'log'; readonly from: number; readonly to: number }
    | { readonly kind: 'choices'; readonly choices: readonly string[] };
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The figure in a sentence or two, for who can't see it. */
  readonly description: string;
  readonly marks: readonly Mark[];
  readonly selectable: readonly Selectable[];
}

/** The room that a figure has. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}
