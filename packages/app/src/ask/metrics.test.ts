import { describe, expect, it } from 'vitest';
import { readMetrics } from './metrics.ts';

describe('metrics on the command line', () => {
  it('are a number a name, as programs write numbers', () => {
    expect(readMetrics(['val_loss=0.4', 'norm=inf'])).toEqual({
      val_loss: 0.4,
      norm: Number.POSITIVE_INFINITY,
    });
  });

  it.each([
    [['val_loss'], /"val_loss" is not NAME=NUMBER/],
    [['=3'], /"=3" is not NAME=NUMBER/],
    [['x=1', 'y=0', 'x=2'], /"x" is given twice, as 1 and 2/],
  ])('%j are refused', (texts, message) => {
    expect(() => readMetrics(texts)).toThrow(
      expect.objectContaining({ code: 'bad_metric', message: expect.stringMatching(message) }),
    );
  });
});
