import { createMemoryStore } from '@latentsweep/store/memory';
import { describe, expect, test } from 'vitest';
import { type Client, serving, TOKEN } from '../fixtures/server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const BEARER = { authorization: `Bearer ${TOKEN}`, ...JSON_TYPE };
const HARM = '<img src=x onerror=alert(1)>';

const FILE = `ask: true
name: "${HARM}"
method: grid
metric: { name: loss, goal: minimize }
parameters: { lr: { values: [0.1, 0.2] }, text: { value: "${HARM}" } }
`;

async function asked(): Promise<Client> {
  const client = await serving(createMemoryStore());
  const begun = await client.post('/api/sweeps', { text: FILE });
  expect(begun.json()).toMatchObject({ word: 'img_src_x_onerror_alert_1', faults: [] });
  return client;
}
const WORD = 'img_src_x_onerror_alert_1';

describe('asking and telling over HTTP', () => {
  test('a sweep begins, gives out its trials, takes results and is done', async () => {
    const { post } = await asked();
    const first = await post(`/api/sweeps/${WORD}/ask`, { trials: 1, lease_seconds: 60 });
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toMatch(/^application\/json/);
    const trial = {
      ...{ trial: '1', config: { lr: 0.1, text: HARM }, replicate: 1, attempt: 1 },
      ...{ seed: expect.any(Number), lease_ends: expect.stringMatching(/^\d{4}-.*Z$/) },
    };
    expect(first.json()).toEqual({ state: 'given', reason: null, trials: [trial] });
    expect((await post(`/api/sweeps/${WORD}/ask`, {})).json()).toMatchObject({
      trials: [{ trial: '2', config: { lr: 0.2 } }],
    });
    expect((await post(`/api/sweeps/${WORD}/ask`, { trials: 9 })).json()).toMatchObject({
      ...{ state: 'waiting', trials: [], reason: expect.stringContaining('2 trials that are out') },
    });
    const report = await post('/api/trials/1/tell', { step: 1, metrics: { loss: 1 } });
    expect(report.json()).toEqual({ stop: false, reason: null });
    expect((await post('/api/trials/1/tell', { metrics: { loss: 0.5 } })).json()).toEqual({
      ...{ trial: '1', state: 'completed', again: false },
    });
    expect((await post('/api/trials/1/tell', { metrics: { loss: 0.5 } })).json()).toMatchObject({
      again: true,
    });
    expect((await post('/api/trials/2/tell', { failed: HARM })).json()).toMatchObject({ state: 'failed' });
    expect((await post(`/api/sweeps/${WORD}/ask`, {})).json()).toMatchObject({ state: 'done', trials: [] });
  });

  test('NaN is a number, as Python writes it', async () => {
    const { send, post } = await asked();
    await post(`/api/sweeps/${WORD}/ask`, {});
    const answer = await send('POST', '/api/trials/1/tell', BEARER, '{"metrics": {"loss": NaN}}');
    expect(answer.json()).toMatchObject({ state: 'diverged' });
  });

  test.each([
    ['an unknown sweep', '/api/sweeps/none/ask', {}, 404, 'unknown_sweep'],
    ['too many at once', `/api/sweeps/${WORD}/ask`, { trials: 1001 }, 400, 'bad_count'],
    ['no number', `/api/sweeps/${WORD}/ask`, { trials: '4' }, 400, 'bad_ask'],
    ['another key', `/api/sweeps/${WORD}/ask`, { count: 4 }, 400, 'bad_ask'],
    ['a lease of nothing', `/api/sweeps/${WORD}/ask`, { lease_seconds: 0 }, 400, 'bad_ask'],
    [
      'a trial that is none',
      `/api/trials/${encodeURIComponent(HARM)}/tell`,
      { metrics: {} },
      400,
      'bad_trial',
    ],
    ['a trial that nobody has', '/api/trials/9/tell', { metrics: { loss: 1 } }, 404, 'unknown_trial'],
    ['a metric that is missing', '/api/trials/1/tell', { metrics: { [`los`]: 1 } }, 400, 'missing_metric'],
    ['a name with markup', '/api/trials/1/tell', { metrics: { [HARM]: 1 } }, 400, 'bad_metric_name'],
    ['a text for a number', '/api/trials/1/tell', { metrics: { loss: HARM } }, 400, 'bad_metric'],
    ['nothing', '/api/trials/1/tell', {}, 400, 'bad_told'],
    ['two ends', '/api/trials/1/tell', { metrics: {}, failed: 'x' }, 400, 'bad_told'],
  ])('%s is refused, with a code and what to do', async (_, path, body, status, code) => {
    const { post, faults } = await asked();
    await post(`/api/sweeps/${WORD}/ask`, {});
    const answer = await post(path, body);
    expect({ status: answer.status, ...answer.json<{ error: object }>().error }).toEqual({
      ...{ status, code, message: expect.any(String), hint: expect.stringMatching(/\w/) },
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(faults).toEqual([]);
  });

  test.each([
    ['no token', JSON_TYPE, '', 403, 'needs_token'],
    ['a wrong token', { ...BEARER, authorization: `Bearer ${TOKEN}x` }, '', 403, 'needs_token'],
    ['a token in the address', JSON_TYPE, `?token=${TOKEN}`, 403, 'needs_token'],
    [
      'a token in the address, from another origin',
      { ...JSON_TYPE, origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
      ...[`?token=${TOKEN}`, 403, 'cross_site'],
    ],
    ['the token from another site', { ...BEARER, 'sec-fetch-site': 'cross-site' }, '', 403, 'cross_site'],
    [
      'the token under another name of this host',
      { ...BEARER, host: 'evil.example' },
      '',
      403,
      'unknown_host',
    ],
    ['no JSON', { ...BEARER, 'content-type': 'text/plain' }, '', 400, 'bad_body'],
  ] as const)('%s lets nobody ask or tell', async (_, headers, query, status, code) => {
    const { send, post } = await asked();
    await post(`/api/sweeps/${WORD}/ask`, {});
    for (const [path, body] of [
      [`/api/sweeps/${WORD}/ask`, '{}'],
      ['/api/trials/1/tell', '{"metrics": {"loss": 1}}'],
    ] as const) {
      const answer = await send('POST', `${path}${query}`, headers as Record<string, string>, body);
      expect([answer.status, answer.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
      expect(answer.text).not.toContain(TOKEN);
    }
    expect((await post('/api/trials/1/tell', { metrics: { loss: 1 } })).json()).toMatchObject({
      again: false,
    });
    expect((await post(`/api/sweeps/${WORD}/ask`, {})).json()).toMatchObject({ trials: [{ trial: '2' }] });
  });

  test('a body that is too large is not read to its end', async () => {
    const { send, post } = await asked();
    await post(`/api/sweeps/${WORD}/ask`, {});
    for (const path of [`/api/sweeps/${WORD}/ask`, '/api/trials/1/tell']) {
      const answer = await send('POST', path, BEARER, `{"metrics": {"loss": ${'1'.repeat(100_000)}}}`);
      expect(answer.json()).toMatchObject({
        error: { code: 'body_too_large', message: 'More than 64 KiB was sent.' },
      });
    }
  });

  test('nobody asks where nobody may act', async () => {
    const store = createMemoryStore();
    const { send } = await serving(store, { token: null });
    const answer = await send('POST', '/api/trials/1/tell', BEARER, '{"metrics": {"loss": 1}}');
    expect(answer.json()).toMatchObject({ error: { code: 'needs_token' } });
  });
});
