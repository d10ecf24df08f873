import { spawn } from 'node:child_process';
import type { Environment } from '../settings/settings.ts';

/**
 * What opens a URL in the user's browser, as a command with its arguments; null where there is none to be expected: on
 * Linux without a display, and over SSH, where the screen is another machine's.
 */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  environment: Environment,
): readonly [command: string, ...args: string[]] | null {
  if (environment['SSH_CONNECTION'] || environment['CI']) return null;
  if (platform === 'darwin') return ['open', url];
  // Not through a shell, which would take & in a URL for its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  if (environment['WSL_DISTRO_NAME']) return ['rundll32.exe', 'url.dll,FileProtocolHandler', url];
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open', url] : null;
}

/** Opens the URL where that can be. Whether it did is not known: the URL is on the terminal as well. */
export function openInBrowser(url: string, environment: Environment): void {
  const command = browserCommand(url, process.platform, environment);
  if (command === null) return;
  const [name, ...args] = command;
  const child = spawn(name, args, { detached: true, stdio: 'ignore' });
  // There is no such program here.
  child.on('error', () => {});
  child.unref();
}
