import { expect, it } from 'vitest';
import { openBus } from './open-bus.ts';

it('A command of the cluster needs to know where the bus is', async () => {
  await expect(openBus({ bus: null }, 'worker', 'w')).rejects.toMatchObject({ code: 'no_bus' });
});
