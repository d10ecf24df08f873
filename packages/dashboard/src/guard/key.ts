import { createHash, timingSafeEqual } from 'node:crypto';
import { InputError } from '@latentsweep/core';

/** What nobody guesses within the life of a server. */
const SHORTEST = 16;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** In constant time: of two digests, which have one length. */
const isSame = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

/**
 * The token of a dashboard. A browser gets it with the URL that is opened, and keeps a cookie in its place, which no
 * script sees and no other site makes it send; a program sends it as `Authorization: Bearer`.
 */
export class Key {
  readonly #token: string;
  /** Servers on other ports of a host get each other's cookies: each has a name of its own. */
  readonly cookie: { readonly name: string; readonly value: string };

  /** Throws InputError `weak_token`. */
  constructor(token: string) {
    if (token.length < SHORTEST || !/^[\w.~-]+$/.test(token)) {
      throw new InputError(
        'weak_token',
        `A token has ${SHORTEST} characters or more, of letters, digits and - . _ ~.`,
        'Write a longer one into the file, or leave the file out: a random one is made.',
      );
    }
    this.#token = token;
    this.cookie = {
      name: `latentsweep_${digest(`name ${token}`).toString('hex').slice(0, 8)}`,
      value: digest(`cookie ${token}`).toString('base64url'),
    };
  }

  is(token: string): boolean {
    return isSame(token, this.#token);
  }

  /** How a request carries it, or null where it does not. */
  carriedBy(headers: {
    readonly authorization: string | undefined;
    readonly cookie: string | undefined;
  }): 'header' | 'cookie' | null {
    const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined && this.is(bearer)) return 'header';
    return headers.cookie !== undefined && isSame(headers.cookie, this.cookie.value) ? 'cookie' : null;
  }

  /** For `Set-Cookie`: until the browser is closed, on every path of this host. */
  get setCookie(): string {
    return `${this.cookie.name}=${this.cookie.value}; Path=/; HttpOnly; SameSite=Strict`;
  }
}
