import type { Drawing, Ink, Mark, Place } from './drawing.ts';
import { colourOf, propertyOf, type Theme } from './palette.ts';
import { pngUri } from './png-uri.ts';
import { SIZE } from './text-width.ts';
import { escaped, escapedLines } from './xml.ts';

/** DejaVu Sans first, by whose widths figures are laid out; then the widest of what other systems have. */
const FONTS = "'DejaVu Sans', Verdana, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/**
 * A drawing as SVG.
 *
 * `light` and `dark` stand alone: a file with its own surface and fonts. `page` is for a page that has `inksAsCss()`: its
 * colours follow the page's, its font is the page's, and marks that lead somewhere carry `data-config` or `data-trial` and
 * take the focus: the first by the tab key, the others (tabindex -1) by whoever moves it on. Nothing in it is an inline
 * style or a script, so that a strict content security policy takes it.
 */
export function svgOf(drawing: Drawing, { theme }: { readonly theme: Theme | 'page' }): string {
  const { width, height } = drawing;
  const page = theme === 'page';
  const colour = (ink: Ink) => (page ? `var(${propertyOf(ink)})` : colourOf(ink, theme));
  let reachable = false;
  const marks = drawing.marks.map((mark) => {
    const leads = page ? leadAttributes(mark, !reachable) : '';
    reachable ||= leads !== '';
    return `${element(mark, colour, leads)}\n`;
  });
  // An image has no parts that can be reached (ARIA 1.2, "children presentational"): with such parts it is a group.
  const role = reachable ? 'group' : 'img';
  const name = escaped(drawing.title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}"`,
    ` role="${role}" aria-label="${name}"${page ? '' : ` font-family="${FONTS}"`} xml:space="preserve">\n`,
    // On a page, the title of the whole would be shown wherever the pointer rests.
    page ? '' : `<title>${name}</title>\n`,
    `<desc>${escaped(drawing.description)}</desc>\n`,
    page ? '' : `<rect width="${px(width)}" height="${px(height)}" fill="${colour('surface')}"/>\n`,
    ...marks,
    '</svg>\n',
  ].join('');
}

function leadAttributes({ leadsTo, tip }: Mark, first: boolean): string {
  if (!leadsTo) return '';
  const data =
    'config' in leadsTo
      ? `data-config="${escaped(leadsTo.config)}"`
      : `data-trial="${escaped(String(leadsTo.trial))}"`;
  const name = tip === undefined ? '' : ` aria-label="${escaped(tip.replaceAll('\n', ', '))}"`;
  return ` ${data} role="link" tabindex="${first ? 0 : -1}"${name}`;
}

function element(mark: Mark, colour: (ink: Ink) => string, leads: string): string {
  const faint = mark.opacity === undefined ? '' : ` opacity="${px(mark.opacity)}"`;
  const rest = `${faint}${leads}`;
  const inside = mark.tip === undefined ? '' : `<title>${escapedLines(mark.tip)}</title>`;
  const close = (name: string) => (inside === '' ? '/>' : `>${inside}</${name}>`);
  switch (mark.kind) {
    case 'rect': {
      const stroke = mark.stroke === undefined ? '' : ` stroke="${colour(mark.stroke)}"`;
      return `<rect x="${px(mark.x)}" y="${px(mark.y)}" width="${px(mark.width)}" height="${px(mark.height)}" fill="${colour(mark.fill)}"${stroke}${rest}${close('rect')}`;
    }
    case 'line': {
      const dashes = mark.dashed ? ' stroke-dasharray="5 4"' : '';
      return `<path d="${path(mark.through)}" fill="none" stroke="${colour(mark.stroke)}" stroke-width="${px(mark.width ?? 1)}" stroke-linejoin="round"${dashes}${rest}${close('path')}`;
    }
    case 'area':
      return `<path d="${path(mark.around)}Z" fill="${colour(mark.fill)}"${rest}${close('path')}`;
    case 'point':
      return `${point(mark, colour(mark.fill))}${rest}${close(mark.shape === 'diamond' ? 'path' : mark.shape === 'square' ? 'rect' : 'circle')}`;
    case 'image':
      return `<image x="${px(mark.x)}" y="${px(mark.y)}" width="${px(mark.width)}" height="${px(mark.height)}" href="${pngUri(mark.pixels)}" preserveAspectRatio="none" image-rendering="pixelated"${rest}${close('image')}`;
    case 'text': {
      const [x, y] = [px(mark.at[0]), px(mark.at[1])];
      const anchor =
        mark.anchor === undefined || mark.anchor === 'start' ? '' : ` text-anchor="${mark.anchor}"`;
      const bold = mark.bold ? ' font-weight="bold"' : '';
      const turned = mark.upright ? ` transform="rotate(-90 ${x} ${y})"` : '';
      return `<text x="${x}" y="${y}" font-size="${px(mark.size ?? SIZE.text)}" fill="${colour(mark.ink)}"${anchor}${bold}${turned}${rest}>${inside}${escaped(mark.text)}</text>`;
    }
  }
}

function point({ at: [x, y], radius: r, shape }: Extract<Mark, { kind: 'point' }>, fill: string): string {
  if (shape === 'square') {
    return `<rect x="${px(x - r)}" y="${px(y - r)}" width="${px(2 * r)}" height="${px(2 * r)}" fill="${fill}"`;
  }
  if (shape === 'diamond') {
    return `<path d="${path(diamond(x, y, r))}Z" fill="${fill}"`;
  }
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${px(r)}" fill="${fill}"`;
}

/** Corners of a diamond that looks as large as a circle of the radius. */
export function diamond(x: number, y: number, radius: number): Place[] {
  const r = radius * 1.3;
  return [
    [x, y - r],
    [x + r, y],
    [x, y + r],
    [x - r, y],
  ];
}

function path(through: readonly (Place | null)[]): string {
  let text = '';
  let down = false;
  for (const place of through) {
    if (place) text += `${down ? 'L' : 'M'}${px(place[0])} ${px(place[1])}`;
    down = place !== null;
  }
  return text;
}

/** A hundredth of a pixel is finer than anything shows. */
const px = (value: number) => String(Math.round(value * 100) / 100);
