/** Layers as text, one each: how sweep files and configs have them. */

import { inRange } from '../../bounds.ts';
import type { LayerSpec } from './kinds.ts';

/** Why a text is no layer, and what to write. */
export interface BadLayer {
  readonly fault: string;
  readonly hint: string;
}

const EXAMPLES =
  'Write such as `conv 16 3x3`, `conv 16 3x3 stride 2 valid`, `pool 2`, `dense 64` or `dropout 0.5`.';

const BOUNDS = {
  filters: { minimum: 1, maximum: 1024 },
  window: { minimum: 1, maximum: 64 },
  stride: { minimum: 1, maximum: 64 },
  units: { minimum: 1, maximum: 1024 },
} as const;

const FORMS = {
  conv: /^conv (?<filters>\d+) (?<rows>\d+)x(?<columns>\d+)(?: stride (?<stride>\d+))?(?<valid> valid)?$/,
  pool: /^pool (?<window>\d+)$/,
  dense: /^dense (?<units>\d+)$/,
  dropout: /^dropout (?<rate>0(?:\.\d{1,6})?)$/,
} as const;

/**
 * `conv FILTERS ROWSxCOLUMNS [stride N] [valid]`, `pool N`, `dense UNITS`, `dropout SHARE`. Without `valid` zeros around the image keep its
 * size; a stride is 1 unless said. How blanks and capitals are written does not matter.
 */
export function readLayer(text: string): LayerSpec | BadLayer {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const name = plain.split(' ')[0]!;
  if (!Object.hasOwn(FORMS, name)) {
    return {
      fault: `unknown layer "${text}"`,
      hint: `Layers are ${Object.keys(FORMS).join(', ')}. ${EXAMPLES}`,
    };
  }
  const kind = name as LayerSpec['kind'];
  const found = FORMS[kind].exec(plain)?.groups;
  if (!found) return { fault: `"${text}" is no layer`, hint: EXAMPLES };
  const outside = Object.entries(found).flatMap(([part, digits]) => {
    const bounds = BOUNDS[part === 'rows' || part === 'columns' ? 'window' : (part as keyof typeof BOUNDS)];
    return digits !== undefined && bounds !== undefined && !inRange(Number(digits), bounds)
      ? [{ part, bounds }]
      : [];
  });
  for (const { part, bounds } of outside) {
    const range = `${bounds.minimum} to ${bounds.maximum}`;
    return { fault: `${part} of "${text}" must be from ${range}`, hint: 'Choose a number in that range.' };
  }
  return specOf(kind, found);
}

function specOf(kind: LayerSpec['kind'], found: Readonly<Record<string, string | undefined>>): LayerSpec {
  if (kind === 'dropout') return { kind, rate: Number(found['rate']) };
  if (kind === 'dense') return { kind, units: Number(found['units']) };
  if (kind === 'pool') return { kind, size: Number(found['window']) };
  return {
    kind,
    filters: Number(found['filters']),
    size: [Number(found['rows']), Number(found['columns'])],
    stride: Number(found['stride'] ?? 1),
    padding: found['valid'] ? 'valid' : 'same',
  };
}

export const isBadLayer = (read: LayerSpec | BadLayer): read is BadLayer => 'fault' in read;

/** The one text of a layer, however it was written. */
export function layerText(spec: LayerSpec): string {
  switch (spec.kind) {
    case 'dense':
      return `dense ${spec.units}`;
    case 'pool':
      return `pool ${spec.size}`;
    case 'dropout':
      return `dropout ${spec.rate}`;
    case 'conv': {
      const stride = spec.stride === 1 ? '' : ` stride ${spec.stride}`;
      return `conv ${spec.filters} ${spec.size.join('x')}${stride}${spec.padding === 'valid' ? ' valid' : ''}`;
    }
  }
}

/** Of texts that were read before. Throws TypeError for one that is no layer. */
export function layersOf(texts: readonly string[]): LayerSpec[] {
  return texts.map((text) => {
    const read = readLayer(text);
    if (isBadLayer(read)) throw new TypeError(read.fault);
    return read;
  });
}
