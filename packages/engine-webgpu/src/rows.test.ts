import { expect, it } from 'vitest';
import { openWebGpu } from './engine.ts';
import { onSoftwareDriver, testDevice } from './fixtures.ts';

onSoftwareDriver(import.meta.url, () => {
  it('reads rows while others are made, for which all move to a larger buffer', async () => {
    const engine = await openWebGpu(testDevice());
    const features = Float32Array.from({ length: 30 }, (_, i) => i);
    const rows = engine.rows(10, 3);
    rows.write(0, features, new Uint8Array(10));
    const read = rows.read(0, 10);
    engine.rows(10_000, 3).write(0, new Float32Array(3), new Uint8Array(1));
    expect(await read).toEqual(features);
    await engine.close();
  });
});
