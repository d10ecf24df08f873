import { examineBus } from '../exam.ts';
import { createMemoryBus } from './bus.ts';

examineBus('The memory bus', async (limits) => {
  const bus = createMemoryBus(limits);
  return { coordinator: bus, worker: bus };
});
