import { InputError } from '@latentsweep/core';
import { type Address, address } from './address.ts';

const parsed = address('--dashboard', 8080);

/** Of `--dashboard [PORT]`. Throws InputError `bad_option`; where the option took the sweep file for its port, it says so. */
export function dashboardAddress(text: string): Address {
  try {
    return parsed(text);
  } catch (error) {
    if (!(error instanceof InputError) || !/[./\\]/.test(text)) throw error;
    throw new InputError(error.code, error.message, 'Name the file before it: sweep run my.yaml --dashboard');
  }
}
