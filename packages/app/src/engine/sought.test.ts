import { parseSweep, resolveDataset } from '@latentsweep/coordinator';
import { denseClassifier } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { soughtFor } from './sought.ts';

async function sought(parameters: string) {
  const text = `method: random\ndataset: { kind: simulated, features: 10 }\nparameters: ${parameters}\n`;
  const { definition } = parseSweep(text, { path: 'a.yaml', folder: '/', engines: [] });
  return soughtFor({ definition, dataset: await resolveDataset(definition.dataset) });
}

test('engines are asked for the networks that the layers of a sweep make', async () => {
  const { engine, networks } = await sought(
    '{ hidden_sizes: { value: [10, 768] }, classifier_hidden_sizes: { values: [[], [800]] }, latent_size: { value: 30 } }',
  );
  expect(engine).toBe('auto');
  expect(networks).toEqual(
    [[10, 768], [], [800]].map((hiddenSizes) => denseClassifier({ features: 10, hiddenSizes, classes: 2 })),
  );
  expect((await sought('{ epochs: { value: 1000 } }')).networks).toEqual([]);
});

test('engines are asked for the kinds of VAEs that a sweep has', async () => {
  const kinds = async (parameters: string) =>
    (await sought(parameters)).needed!.map((network) =>
      'outputs' in network
        ? [network.outputs[0]!.kind, network.conditional, network.klWarmup, network.freeBits]
        : null,
    );
  expect(await kinds('{ latent_size: { value: 3 } }')).toEqual([]);
  expect(await kinds('{ reconstruction: { values: [bce, mixed] } }')).toEqual([
    ['logit_normal', false, 0, 0],
  ]);
  expect(await kinds('{ arm: { values: [none, vae_conditional] } }')).toEqual([['sigmoid', true, 0, 0]]);
  expect(await kinds('{ kl_warmup: { min: 0, max: 9 }, free_bits: { values: [0, 0.5] } }')).toEqual([
    ['sigmoid', false, 1, 0],
    ['sigmoid', false, 0, 1],
  ]);
  // Ranges that hold nothing but what an engine need not have.
  expect(await kinds('{ kl_warmup: { min: 0, max: 0 }, free_bits: { min: 0.0, max: 0.0 } }')).toEqual([]);
  expect(await kinds('{ arm: { value: smote }, smote.neighbors: { value: 3 } }')).toEqual([]);
  const { needed } = await sought('{ encoder_layers: { values: [[dense 5], []] } }');
  expect(needed!.map(({ hidden }) => hidden)).toEqual([[{ kind: 'dense', units: 5 }]]);
});
