import { expect, test } from 'vitest';
import { Key } from './key.ts';

const TOKEN = 'abcdefghijklmnop-1234';
const none = { authorization: undefined, cookie: undefined };

test('a key is carried by a header or by its cookie, and by nothing else', () => {
  const key = new Key(TOKEN);
  const by = (headers: Partial<Record<keyof typeof none, string>>) => key.carriedBy({ ...none, ...headers });
  expect(by({ authorization: `Bearer ${TOKEN}` })).toBe('header');
  expect(by({ authorization: `bearer  ${TOKEN}` })).toBe('header');
  expect(by({ cookie: key.cookie.value })).toBe('cookie');
  expect(by({})).toBeNull();
  for (const wrong of ['', 'x', TOKEN.slice(1), `${TOKEN}x`, new Key('another-token-of-16').cookie.value]) {
    expect(by({ authorization: `Bearer ${wrong}`, cookie: wrong })).toBeNull();
  }
  // The token itself is no cookie: it is never kept by a browser.
  expect(by({ cookie: TOKEN })).toBeNull();
  expect(by({ authorization: TOKEN })).toBeNull();
});

test('cookies of servers on one host do not meet, and no script reads them', () => {
  expect(new Key(TOKEN).cookie.name).not.toBe(new Key(`${TOKEN}5`).cookie.name);
  expect(new Key(TOKEN).setCookie).toMatch(
    /^latentsweep_[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
  );
});

test.each(['', 'short', 'with a blank in its middle', 'semi;colon;semi;colon'])('%j is no token', (token) => {
  expect(() => new Key(token)).toThrow(expect.objectContaining({ code: 'weak_token' }));
});
