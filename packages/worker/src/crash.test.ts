import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crashReason, isOutOfMemory, pauseMs, threadHeapMb } from './crash.ts';

describe('The pause before a thread is started anew', () => {
  it('doubles with every death in a row, up to ten seconds', () => {
    expect([1, 2, 3, 7, 8, 9, 2000].map(pauseMs)).toEqual([100, 200, 400, 6400, 10_000, 10_000, 10_000]);
  });
});

describe('Why a thread died', () => {
  it('says what was thrown, and that memory ran out where it did', () => {
    const heap = Object.assign(new Error('limit reached'), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
    expect(crashReason(heap)).toBe('out of memory: limit reached');
    expect(crashReason(new Error('worker exited with code: 1'))).toBe('worker exited with code: 1');
    expect(crashReason('odd')).toBe('odd');
  });

  it('shows no password of a URL', () => {
    const refused = new Error('nats://ann:secret@far:4222 refuses');
    expect(crashReason(refused)).toBe('nats://ann:…@far:4222 refuses');
  });

  it('knows what the runtime says when the machine has no memory left', () => {
    const thrownBy = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return error;
      }
    };
    expect(isOutOfMemory(thrownBy(() => new ArrayBuffer(2 ** 45)))).toBe(true);
    expect(isOutOfMemory(thrownBy(() => new WebAssembly.Memory({ initial: 1 }).grow(65_536)))).toBe(true);
    expect(isOutOfMemory(thrownBy(() => new Float32Array(-1)))).toBe(false);
    expect(isOutOfMemory(new Error('out of memory'))).toBe(false);
    expect(isOutOfMemory('Aborted(OOM)')).toBe(false);
  });

  it('knows what engines say when a device has no memory left', () => {
    const said = [
      'Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[4096,160,512]',
      'Aborted(OOM). Build with -sASSERTIONS for more info.',
    ];
    expect(said.map((message) => isOutOfMemory(new Error(message)))).toEqual([true, true]);
    expect(isOutOfMemory(new Error('Invalid TF_Status: 3\nMessage: bad shape'))).toBe(false);
  });
});

describe('The heap of a thread', () => {
  it('is a fair share of half the machine, within limits', () => {
    const gb = 1024 ** 3;
    expect(threadHeapMb(8 * gb, 4)).toBe(1024);
    expect(threadHeapMb(1024 * gb, 4)).toBe(2048);
    expect(threadHeapMb(2 * gb, 64)).toBe(256);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 45 }),
        fc.integer({ min: 1, max: 512 }),
        (bytes, threads) => {
          expect(threadHeapMb(bytes, threads + 1)).toBeLessThanOrEqual(threadHeapMb(bytes, threads));
        },
      ),
    );
  });
});
