import { LatentsweepError } from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { explain, explainOwn, isConnectionLost, RefusedData, TryAgain } from './error.ts';

const withCode = (code: string) => Object.assign(new Error(code), { code });
const explained = (error: Error) => explain(error, 'the store');

describe('An error of the driver', () => {
  it('may pass: lost connections, full disks, restarts, deadlocks', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EAI_AGAIN', '08006', '40001', '57P01']) {
      expect(explained(withCode(code)), code).toBeInstanceOf(TryAgain);
    }
    for (const words of [
      'Connection terminated unexpectedly',
      'Client was closed and is not queryable',
      'timeout exceeded when trying to connect',
    ]) {
      expect(explained(new Error(words)), words).toMatchObject({ code: 'store_unreachable', reason: words });
    }
    expect(explained(withCode('53100'))).toMatchObject({ code: 'store_full' });
    expect(explained(withCode('53300'))).toMatchObject({ code: 'store_unreachable' });
  });

  it('asks for a new connection where that may help at once', () => {
    expect(isConnectionLost(withCode('ECONNRESET'))).toBe(true);
    for (const code of ['40001', '53300', 'ENOTFOUND']) expect(isConnectionLost(withCode(code))).toBe(false);
    expect(isConnectionLost(new Error('timeout exceeded when trying to connect'))).toBe(false);
  });

  it('stays what it is where nothing can be done', () => {
    for (const error of [withCode('42601'), withCode('57014'), new TypeError('x is not a function')]) {
      expect(explainOwn(explained(error), 'the store')).toBe(error);
    }
    const known = new LatentsweepError('unknown_sweep', 'gone', 'look');
    expect(explained(known)).toBe(known);
  });

  it('names the row that cannot be held, and the right that is missing', () => {
    const cause = withCode('22003');
    const refused = explainOwn(cause, 'the store');
    expect(refused).toBeInstanceOf(RefusedData);
    expect(refused).toMatchObject({ message: '22003', cause });
    expect(explainOwn(withCode('42501'), 'the store')).toMatchObject({ code: 'store_refused' });
  });
});
