import { describe, expect, it } from 'vitest';
import { LAYER_KINDS, type Layer, type LayerForm, type LayerSpec } from '../../../model/layer/kinds.ts';
import { backward, forward } from './kinds.ts';
import { VECTORS } from './pytorch.vectors.ts';

describe.each(VECTORS)('$spec.kind, as PyTorch has it: $title', (vector) => {
  const spec: LayerSpec = vector.spec;
  const over = LAYER_KINDS[spec.kind].over(spec, vector.shape);
  const back = vector.title.startsWith('taken back');
  const form = back ? (LAYER_KINDS[spec.kind].back(over) as LayerForm) : over;
  const size = LAYER_KINDS[form.kind].parameterCount(form);
  // Behind another layer's parameters.
  const at = 2;
  const layer: Layer = { ...form, name: 'layer', at, size };
  const w = Float64Array.from([7, 8, ...vector.w]);
  const x = Float64Array.from(vector.x);
  const close = (actual: Iterable<number>, expected: readonly number[]) => {
    const values = [...actual];
    expect(values.length).toBe(expected.length);
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  };

  it('has its parameters', () => {
    expect(size).toBe(vector.w.length);
  });

  it('goes forward', () => {
    close(forward(layer, w, x), vector.y);
  });

  it('goes back', () => {
    const dw = new Float64Array(w.length);
    close(backward(layer, w, x, Float64Array.from(vector.dy), dw), vector.dx);
    close(dw, [0, 0, ...vector.dw]);
  });
});
