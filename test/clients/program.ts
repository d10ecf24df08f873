import { writeFileSync } from 'node:fs';
import * as sweep from '../../clients/typescript/latentsweep.ts';

const trial = ({ lr, deep, name }: sweep.Config): sweep.Metrics => {
  if (name === 'fails') throw new Error('as it was asked to');
  return { lr: Number(lr), deep: deep === true, adam: name === 'adam', three: name === '3' };
};

if (process.env['LATENTSWEEP_WARM'] === undefined) {
  const given = sweep.config({ lr: 0.5, name: 'none', deep: false, sizes: [1] });
  sweep.report(trial(given));
  sweep.report({ sizes: given.sizes.reduce((sum, size) => sum + size, 0) });
  sweep.report({ 'val/loss': Number.NaN, worst: Number.NEGATIVE_INFINITY, tiny: 1e-300, third: 1 / 3 }, 3);
  sweep.report({ seed: sweep.seed(), stop: sweep.shouldStop(), checkpoint: sweep.checkpointDir() !== null });
  writeFileSync(`${sweep.artifactsDir()}/note.txt`, 'kept');
} else {
  await sweep.serve(trial);
}
