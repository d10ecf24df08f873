import { ARM_NAMES } from '@latentsweep/core';
import { between } from './colour.ts';
import type { Ink } from './drawing.ts';

/** What each ink is on a light and on a dark surface. */

export type Theme = 'light' | 'dark';
export const THEMES: readonly Theme[] = ['light', 'dark'];

const PLAIN: Readonly<Record<Theme, Readonly<Record<Extract<Ink, string>, string>>>> = {
  light: { text: '#16191d', muted: '#5b636d', grid: '#dfe3e8', surface: '#ffffff', accent: '#c2185b' },
  dark: { text: '#f0f3f6', muted: '#9da7b3', grid: '#2b323b', surface: '#0d1117', accent: '#ff6fae' },
};

/**
 * Okabe and Ito's colours ("Color universal design", 2008) with a grey for their black, moved in OKLab as little as makes
 * each stand out 3:1 from the surface and any two differ by 0.07 for every kind of colour blindness.
 */
const SERIES: Readonly<Record<Theme, readonly string[]>> = {
  light: ['#5c5c5f', '#b86005', '#4a97cd', '#088b5f', '#9b9600', '#a66996', '#075e98', '#885303'],
  dark: ['#888a90', '#ffb42e', '#7bc2eb', '#54b37b', '#eaec3e', '#dea1bc', '#1d8cca', '#e07000'],
};
export const SERIES_COLOURS = 8;

/** Matplotlib's viridis at tenths. */
const VIRIDIS: readonly string[] = [
  '#440154',
  '#482475',
  '#414487',
  '#355f8d',
  '#2a788e',
  '#21918c',
  '#22a884',
  '#44bf70',
  '#7ad151',
  '#bddf26',
  '#fde725',
];
/** The part of viridis from 0 to 1: the more, the further from the surface; text on it is in the ink `surface`. */
const PART: Readonly<Record<Theme, readonly [from: number, to: number]>> = {
  light: [0.42, 0],
  dark: [0.48, 1],
};
/** The scale has this many steps: enough that none is seen, few enough to be named in a style sheet. */
const STEPS = 32;

function viridis(place: number): string {
  const at = Math.min(Math.max(place, 0), 1) * (VIRIDIS.length - 1);
  const below = Math.min(Math.floor(at), VIRIDIS.length - 2);
  return between(VIRIDIS[below]!, VIRIDIS[below + 1]!, at - below);
}

/** `#rrggbb`. */
export function colourOf(ink: Ink, theme: Theme): string {
  if (typeof ink === 'string') return PLAIN[theme][ink];
  if ('series' in ink) return SERIES[theme][wrap(ink.series)]!;
  const [from, to] = PART[theme];
  return viridis(from + (to - from) * (step(ink.scale) / STEPS));
}

/** A name for each ink, as a custom property of CSS: `--figure-series-2`. */
export function propertyOf(ink: Ink): string {
  if (typeof ink === 'string') return `--figure-${ink}`;
  return 'series' in ink ? `--figure-series-${wrap(ink.series)}` : `--figure-scale-${step(ink.scale)}`;
}

const wrap = (series: number) =>
  Number.isFinite(series) ? ((Math.floor(series) % SERIES_COLOURS) + SERIES_COLOURS) % SERIES_COLOURS : 0;
const step = (scale: number) => Math.round(Math.min(Math.max(scale || 0, 0), 1) * STEPS);

/** Every ink there is. */
export const INKS: readonly Ink[] = [
  ...(Object.keys(PLAIN.light) as Extract<Ink, string>[]),
  ...Array.from({ length: SERIES_COLOURS }, (_, series) => ({ series })),
  ...Array.from({ length: STEPS + 1 }, (_, i) => ({ scale: i / STEPS })),
];

/** The style sheet of a page that shows drawings of the theme `page`: all inks, light and dark; paper is light. */
export function inksAsCss(): string {
  const declarations = (theme: Theme) =>
    INKS.map((ink) => `${propertyOf(ink)}:${colourOf(ink, theme)}`).join(';');
  return [
    `:root,[data-theme="light"]{${declarations('light')}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${declarations('dark')}}}`,
    `[data-theme="dark"]{${declarations('dark')}}`,
    '',
  ].join('\n');
}

/** The series of an arm, the same in every figure; an arm that is not ours gets one by its name. */
export function seriesOfArm(arm: string): number {
  const known = (ARM_NAMES as readonly string[]).indexOf(arm);
  if (known >= 0) return known;
  let sum = 0;
  for (const c of arm) sum = (sum * 31 + c.codePointAt(0)!) % 8191;
  return sum % SERIES_COLOURS;
}
