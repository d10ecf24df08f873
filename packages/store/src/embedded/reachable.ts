import { connect } from 'node:net';
import path from 'node:path';
import { SOCKET_NAME } from './directory.ts';

/** Whether someone listens on the unix socket of that folder. */
export function reachable(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path.join(host, SOCKET_NAME));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
