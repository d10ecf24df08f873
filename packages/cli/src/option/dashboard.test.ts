import { expect, test } from 'vitest';
import { dashboardAddress } from './dashboard.ts';

test('a port, or a host with one', () => {
  expect(dashboardAddress('8080')).toEqual({ host: '127.0.0.1', port: 8080 });
  expect(dashboardAddress('0.0.0.0:8080')).toEqual({ host: '0.0.0.0', port: 8080 });
});

test('an option that took the sweep file for its port says how to write it', () => {
  const hintOf = (text: string) => {
    try {
      return dashboardAddress(text);
    } catch (error) {
      return (error as { hint: string }).hint;
    }
  };
  expect(hintOf('my.yaml')).toBe('Name the file before it: sweep run my.yaml --dashboard');
  expect(hintOf('99999')).toContain('--dashboard 8080');
});
