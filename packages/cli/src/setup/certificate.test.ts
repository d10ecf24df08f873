import { createPrivateKey, X509Certificate } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import { expect, test } from 'vitest';
import { issueServer, makeAuthority } from './certificate.ts';

// Node's own parser (OpenSSL), not the one that wrote them.
const NOW = new Date('2030-05-05T12:00:00Z');
const authority = await makeAuthority(NOW);
const server = await issueServer(authority, ['127.0.0.1', '::1', 'nats.example.org'], NOW);
const ca = new X509Certificate(authority.certificate);
const leaf = new X509Certificate(server.certificate);

test('the authority is one, and signs itself and the server', () => {
  expect(ca.ca).toBe(true);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkIssued(ca)).toBe(true);
  expect(leaf.verify(ca.publicKey)).toBe(true);
  expect(leaf.verify(leaf.publicKey)).toBe(false);
});

test('the server is good for its hosts and for no others', () => {
  expect(leaf.checkHost('nats.example.org')).toBe('nats.example.org');
  expect(leaf.checkHost('other.example.org')).toBeUndefined();
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf.checkIP('::1')).toBe('::1');
  expect(leaf.checkIP('127.0.0.2')).toBeUndefined();
});

test('keys are P-256 and belong to their certificates', () => {
  for (const [certificate, { key }] of [
    [ca, authority],
    [leaf, server],
  ] as const) {
    const secret = createPrivateKey(key);
    expect(secret.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(certificate.checkPrivateKey(secret)).toBe(true);
  }
});

test('they last from an hour ago for ten years and for two', () => {
  const years = (c: X509Certificate) => (c.validToDate.getTime() - NOW.getTime()) / 86_400_000 / 365;
  expect(leaf.validFromDate.getTime()).toBe(NOW.getTime() - 3_600_000);
  expect([years(ca), years(leaf)]).toEqual([10, 2]);
});

test('two authorities share nothing, serial numbers included', async () => {
  const other = await makeAuthority(NOW);
  expect(other.key).not.toBe(authority.key);
  expect(new X509Certificate(other.certificate).serialNumber).not.toBe(ca.serialNumber);
  expect(leaf.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
});

test('a TLS client that knows the authority connects', async () => {
  const now = new Date();
  const fresh = await makeAuthority(now);
  const { certificate, key } = await issueServer(fresh, ['127.0.0.1'], now);
  const listener = createServer({ cert: certificate, key }, (socket) => socket.end('hello'));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  const hear = (trusted: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, ca: trusted });
      socket.once('data', (data: Buffer) => resolve(data.toString()));
      socket.once('error', reject);
    });
  await expect(hear(fresh.certificate)).resolves.toBe('hello');
  await expect(hear(authority.certificate)).rejects.toThrow();
  listener.close();
});
