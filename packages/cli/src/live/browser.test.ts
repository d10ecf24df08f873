import { expect, test } from 'vitest';
import { browserCommand } from './browser.ts';

const URL = 'http://127.0.0.1:8080/?token=a&b';

test.each([
  ['darwin', {}, ['open', URL]],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler', URL]],
  ['linux', { DISPLAY: ':0' }, ['xdg-open', URL]],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open', URL]],
  ['linux', { WSL_DISTRO_NAME: 'Debian' }, ['rundll32.exe', 'url.dll,FileProtocolHandler', URL]],
] as const)('on %s with %j the browser is asked', (platform, environment, command) => {
  expect(browserCommand(URL, platform, environment)).toEqual(command);
});

test.each([
  ['linux', {}],
  ['linux', { DISPLAY: ':10', SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
  ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }],
  ['linux', { DISPLAY: ':0', CI: 'true' }],
] as const)('on %s with %j there is none', (platform, environment) => {
  expect(browserCommand(URL, platform, environment)).toBeNull();
});
