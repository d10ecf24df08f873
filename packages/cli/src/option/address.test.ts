import { InputError } from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { address } from './address.ts';

const healthAddress = address('--health', 9464);

describe('Where something is served', () => {
  it('is loopback unless a host is named', () => {
    expect(healthAddress('9464')).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(healthAddress('0.0.0.0:80')).toEqual({ host: '0.0.0.0', port: 80 });
    expect(healthAddress('node-1.lan:0')).toEqual({ host: 'node-1.lan', port: 0 });
    expect(healthAddress('[::1]:9464')).toEqual({ host: '::1', port: 9464 });
  });

  it.each(['', 'x', ':9464', '65536', '1e3', 'host:', '::1:80', '[::1]80', 'a b:80', '-1', '123456'])(
    "is not '%s'",
    (text) => {
      expect(() => healthAddress(text)).toThrow(InputError);
    },
  );

  it('says what the option takes', () => {
    expect(() => address('--dashboard', 8080)('no')).toThrow(
      "--dashboard takes a port or HOST:PORT, not 'no'.",
    );
  });
});
