/** Colours as `#rrggbb`: how light they are and how well they stand out (WCAG 2.2, "relative luminance"). */

type Rgb = readonly [red: number, green: number, blue: number];

/** Each from 0 to 1. */
function channels(colour: string): Rgb {
  const number = Number.parseInt(colour.slice(1), 16);
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}

/** sRGB to linear light. */
export function linearised(colour: string): Rgb {
  const [red, green, blue] = channels(colour);
  const light = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return [light(red), light(green), light(blue)];
}

function luminance(colour: string): number {
  const [red, green, blue] = linearised(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** `share` of the way from one colour to another, channel by channel. */
export function between(from: string, to: string, share: number): string {
  const a = channels(from);
  const b = channels(to);
  const mixed = a.map((c, i) => Math.round(255 * (c + share * (b[i]! - c))));
  return `#${mixed.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}
