import { createServer } from 'node:net';
import { TryAgain } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { describe, expect, onTestFinished, test } from 'vitest';
import { open, pagesFolder, serving, spell, TOKEN } from './fixtures/server.ts';
import { sweepOf } from './fixtures/sweep.ts';
import { upFrom } from './route/pages.ts';
import { withoutToken } from './server.ts';
import { startDashboard } from './start.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const opened = async () => {
  const store = createMemoryStore();
  const sweep = await sweepOf(store, { name: 'deck' });
  return { store, sweep, ...(await serving(store)) };
};
/** The cookie that the opened URL brings. */
const cookieOf = async ({ get }: Pick<Awaited<ReturnType<typeof serving>>, 'get'>) =>
  (await get(`/?token=${TOKEN}`)).headers['set-cookie']![0]!.split(';')[0]!;

describe('Who may ask', () => {
  test.each([
    ['evil.example', 403],
    ['evil.example:80', 403],
    ['localhost:1', 200],
    ['[::1]', 200],
  ])('a request for the host %s gets %i', async (host, status) => {
    const { get } = await opened();
    for (const path of ['/', '/api/sweeps', '/assets/main-AB12.js']) {
      expect((await get(path, { host })).status).toBe(status);
    }
  });

  test('a name that leads here through a proxy may be told', async () => {
    const { get } = await serving(createMemoryStore(), { names: ['Sweeps.Example.org'] });
    expect((await get('/', { host: 'sweeps.example.org' })).status).toBe(200);
  });

  test('other sites get no answers, and move nothing, with the cookie or without', async () => {
    const { get, send, store, sweep } = await opened();
    const cookie = await cookieOf({ get });
    const site = { 'sec-fetch-site': 'cross-site' };
    expect((await get('/api/sweeps', site)).json()).toMatchObject({ error: { code: 'cross_site' } });
    expect((await get('/api/events', site)).status).toBe(403);
    for (const from of [site, { origin: 'http://evil.example' }, { origin: 'null' }, {}]) {
      const headers = { ...JSON_TYPE, cookie, ...from };
      expect((await send('POST', '/api/sweeps/deck/cancel', headers, '{}')).status).toBe(403);
    }
    expect((await store.sweep(sweep.id)).state).toBe('running');
    // A link on another site may lead to a page.
    expect((await get('/sweeps/deck', site)).status).toBe(200);
  });

  test('a page of ours acts with the cookie, a program with the token, and nobody else', async () => {
    const { get, send, store, sweep } = await opened();
    const cookie = await cookieOf({ get });
    const act = (what: string, headers: Record<string, string>) =>
      send('POST', `/api/sweeps/deck/${what}`, { ...JSON_TYPE, ...headers }, '{}');
    const same = { 'sec-fetch-site': 'same-origin' };
    for (const headers of [
      same,
      { ...same, cookie: 'latentsweep=x' },
      { authorization: `Bearer ${TOKEN}x` },
    ]) {
      const refused = await act('pause', headers);
      expect([refused.status, refused.json()]).toEqual([
        403,
        expect.objectContaining({ error: expect.objectContaining({ code: 'needs_token' }) }),
      ]);
    }
    expect((await store.sweep(sweep.id)).state).toBe('running');
    expect((await act('pause', { ...same, cookie })).json()).toEqual({
      text: 'deck is paused with 0 trials to go.',
    });
    expect((await store.sweep(sweep.id)).state).toBe('paused');
    expect((await act('cancel', { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    expect((await get('/api/sweeps', { cookie })).json()).toMatchObject({ mayAct: true });
    expect((await get('/api/sweeps')).json()).toMatchObject({ mayAct: false });
  });

  test('the token is taken out of the address, wherever a proxy shows the page', async () => {
    const { get, dashboard } = await opened();
    expect(dashboard.url).toBe(`${dashboard.address}?token=${TOKEN}`);
    const led = await get(`/sweeps/deck?where=arm%20%3D%20%27none%27&token=${TOKEN}`);
    expect([led.status, led.headers.location]).toEqual([303, './deck?where=arm+%3D+%27none%27']);
    expect(led.headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict$/);
    expect((await get('/?token=wrong')).headers['set-cookie']).toBeUndefined();
    expect((await get(`/api/sweeps?token=${TOKEN}`)).json()).toMatchObject({ mayAct: false });
  });

  test('without a token nobody acts', async () => {
    const { get, post, dashboard } = await serving(createMemoryStore(), { token: null });
    expect(dashboard.url).toBe(dashboard.address);
    expect((await post('/api/sweeps', { text: 'x' })).status).toBe(403);
    expect((await get('/?token=')).status).toBe(200);
  });
});

describe('Where others can reach it', () => {
  test('a token is needed to begin', async () => {
    const options = {
      openStore: async () => null,
      engines: [],
      spell,
      host: '0.0.0.0',
      pages: pagesFolder(),
    };
    await expect(startDashboard({ ...options, token: null })).rejects.toMatchObject({
      code: 'dashboard_needs_token',
    });
    await expect(startDashboard({ ...options, token: 'short' })).rejects.toMatchObject({
      code: 'weak_token',
    });
  });

  test('a token is made where none is given, and is needed for all there is', async () => {
    const folder = pagesFolder();
    const options = { openStore: async () => createMemoryStore(), engines: [], spell, host: '0.0.0.0' };
    const dashboard = await startDashboard({ ...options, pages: folder });
    onTestFinished(() => dashboard.close());
    const token = new URL(dashboard.url).searchParams.get('token')!;
    expect(token).toHaveLength(32);
    const address = `http://127.0.0.1:${new URL(dashboard.url).port}/`;
    const status = async (path: string, headers = {}) => {
      const response = await open(address, { path, headers });
      response.resume();
      return response.statusCode;
    };
    for (const path of ['/', '/api/sweeps', '/api/events', '/assets/main-AB12.js', '/sql']) {
      expect(await status(path)).toBe(403);
    }
    expect(await status('/api/sweeps', { authorization: `Bearer ${token}` })).toBe(200);
    expect(await status(`/?token=${token}`)).toBe(303);
    expect(await status('/?token=0123456789abcdef')).toBe(403);
  });
});

describe('Every answer', () => {
  test.each(['/', '/api/sweeps', '/api/nothing', '/assets/main-AB12.js', '/nowhere/at/all', '/?token=wrong'])(
    '%s carries the policy',
    async (path) => {
      const { get } = await opened();
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      );
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('a refusal of a page is a page, one of an answer is JSON, and neither has a trace', async () => {
    const { get, faults } = await serving(async () => {
      throw new Error('secret at file:///somewhere.ts:1:1');
    });
    const answer = await get('/api/sweeps');
    expect([answer.status, answer.json()]).toMatchObject([500, { error: { code: 'internal' } }]);
    const page = await get('/');
    expect([page.status, page.headers['content-type']]).toEqual([500, 'text/html; charset=UTF-8']);
    for (const { text } of [answer, page]) expect(text).not.toMatch(/secret|file:|\.ts/);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('a store that is away is said, with when to come again; the page comes all the same', async () => {
    const { get } = await serving(async () => {
      throw new TryAgain('store_unreachable', 'It is away.', 'Wait.');
    });
    const answer = await get('/api/sweeps/deck');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
    const page = await get('/');
    expect([page.status, page.headers['retry-after']]).toEqual([503, '2']);
    expect(page.text).toContain('assets/main-AB12.js');
  });

  test('a store that is yet to be made is empty', async () => {
    const { get, post } = await serving(null);
    expect((await get('/api/sweeps')).json()).toMatchObject({ sweeps: [], workers: [], next: null });
    expect((await get('/')).status).toBe(200);
    expect((await get('/api/sweeps/deck')).json()).toMatchObject({
      error: { code: 'no_store', hint: 'The first sweep makes it: `npx sweep run FILE`' },
    });
    expect((await post('/api/sql', { sql: 'select 1' })).status).toBe(404);
  });
});

describe('Pages', () => {
  test('the first one has the names of the sweeps, as they are', async () => {
    const store = createMemoryStore();
    await sweepOf(store, { name: '<img src=x onerror=alert(1)>' });
    const { get } = await serving(store);
    const { text, headers } = await get('/');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).not.toContain('<img');
    expect(headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['/sweeps', 'assets/main'],
    ['/sweeps/deck', '"../assets/main'],
    ['/sweeps/a%2Fb', '"../assets/main'],
    ['/sweeps/deck/configs/abc', '"../../../assets/main'],
    ['/sweeps/deck/compare?configs=a,b', '"../../assets/main'],
    ['/trials/7', '"../assets/main'],
    ['/sql', '"assets/main'],
    ['/sql/', '"../assets/main'],
  ])('%s finds its files', async (path, part) => {
    const { get } = await opened();
    const { status, text } = await get(path);
    expect(status).toBe(200);
    expect(text).toContain(part);
  });

  test('another address is a page that says so, and no file', async () => {
    const { get } = await opened();
    const page = await get('/no/such');
    expect([page.status, page.text.includes('../assets/main')]).toEqual([404, true]);
    for (const path of ['/api/no', '/assets/no.js', '/assets/..%2fmanifest.json', '/assets/manifest.json']) {
      const answer = await get(path);
      expect([answer.status, answer.json()]).toMatchObject([404, { error: { code: 'unknown_page' } }]);
    }
  });

  test('files are kept for ever and sent small', async () => {
    const { get } = await opened();
    const { headers } = await get('/assets/main-AB12.js', { 'accept-encoding': 'gzip, br' });
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect((await get('/assets/main-CD34.css')).text).toBe('body { margin: 0 }');
  });

  test.each([
    ['http://h/', ''],
    ['http://h/a', ''],
    ['http://h/a/b?c=/d/e', '../'],
    ['http://h/a/b/', '../../'],
  ])('from %s it is %j to where they begin', (url, up) => {
    expect(upFrom(url)).toBe(up);
  });

  test.each([
    ['http://h/?token=x', './'],
    ['http://h/a/b?token=x&c=1', './b?c=1'],
    ['http://h/a:b?token=x', './a:b'],
  ])('%s without its token is %s', (url, location) => {
    expect(withoutToken(url)).toBe(location);
  });
});

describe('What is sent', () => {
  test.each([
    ['no JSON', '{', JSON_TYPE, 'bad_body'],
    ['a list', '[]', JSON_TYPE, 'bad_body'],
    ['a form', 'sql=1', { 'content-type': 'application/x-www-form-urlencoded' }, 'bad_body'],
    ['nothing', '', JSON_TYPE, 'bad_body'],
    ['too much', `{"sql":"${'x'.repeat(1_200_000)}"}`, JSON_TYPE, 'body_too_large'],
    ['a long query', `{"sql":"${'x'.repeat(30_000)}"}`, JSON_TYPE, 'bad_sql'],
    ['an empty query', '{"sql":" "}', JSON_TYPE, 'bad_sql'],
    ['no query', '{"sql":1}', JSON_TYPE, 'bad_sql'],
  ])('%s is refused', async (_, body, headers, code) => {
    const { send } = await opened();
    const answer = await send('POST', '/api/sql', headers, body);
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code } }]);
  });

  test('other methods are none', async () => {
    const { send } = await opened();
    for (const method of ['PUT', 'DELETE', 'OPTIONS'])
      expect((await send(method, '/api/sweeps', {})).status).toBe(404);
    expect((await send('GET', '/api/sweeps/deck/cancel', {})).status).toBe(404);
  });
});

describe('Its life', () => {
  test('it says which port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    await expect(serving(null, { port })).rejects.toMatchObject({ code: 'port_in_use' });
  });

  test('it ends with its signal, and more than once', async () => {
    const ending = new AbortController();
    const { dashboard, get } = await serving(null, { signal: ending.signal });
    expect((await get('/')).status).toBe(200);
    ending.abort();
    await dashboard.close();
    await dashboard.close();
    await expect(get('/')).rejects.toThrow('ECONNREFUSED');
  });
});
