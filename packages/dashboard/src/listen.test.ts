import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

const serverOf = () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  return server;
};
const host = '127.0.0.1';

test('a port that is in use is said, with one that is free', async () => {
  const port = await listen(serverOf(), { host, port: 0 });
  const error = await listen(serverOf(), { host, port }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'port_in_use', message: `Port ${port} of 127.0.0.1 is in use.` });
  const other = Number(/--port (\d+)\./.exec((error as { hint: string }).hint)![1]);
  expect(await listen(serverOf(), { host, port: other })).toBe(other);
});

test('an address that is not of this machine is said', async () => {
  await expect(listen(serverOf(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    code: 'bad_address',
  });
});
