import { expect, it } from 'vitest';
import { prepareDataset } from '../trial/load.ts';
import { contentName, type ProgramData } from './dataset.ts';

const program: ProgramData = {
  ...{ kind: 'program', name: 'train.py', config: null },
  metrics: [{ name: 'val_loss', summary: 'last' }],
};

it('has no rows of a program that brings its data', () => {
  expect(contentName(program)).toBeNull();
  expect(() => prepareDataset(program, [1, 2], null)).toThrow(
    expect.objectContaining({ code: 'no_own_data' }),
  );
});
