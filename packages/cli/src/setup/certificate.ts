/**
 * TLS for a cluster: an authority of its own, and the server certificates that it signs. ECDSA on P-256.
 * `reflect-metadata` has to be loaded before `@peculiar/x509`, whose decorators use it.
 */

import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its key, both PEM; the key is PKCS #8. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const DAY_MS = 86_400_000;
/** The clocks of a cluster differ a little: a certificate is good from an hour ago. */
const LEEWAY_MS = 3_600_000;
const AUTHORITY_DAYS = 3650;
const SERVER_DAYS = 730;

/** Good for ten years, and for signing server certificates alone. */
export async function makeAuthority(now: Date): Promise<Identity> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=latentsweep cluster authority',
    ...validity(now, AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return identity(certificate, keys.privateKey);
}

/** Good for two years, for a server that is reached by any of `hosts` (names and addresses). */
export async function issueServer(
  authority: Identity,
  hosts: readonly string[],
  now: Date,
): Promise<Identity> {
  const issuer = new X509Certificate(authority.certificate);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=latentsweep server',
    issuer: issuer.subject,
    ...validity(now, SERVER_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await readKey(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([SERVER_AUTH]),
      new SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export()),
    ],
  });
  return identity(certificate, keys.privateKey);
}

const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - LEEWAY_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

const generateKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function identity(certificate: X509Certificate, key: webcrypto.CryptoKey): Promise<Identity> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key);
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `${PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag)}\n`,
  };
}

const readKey = (pem: string) =>
  crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), ALGORITHM, false, ['sign']);
