import type { SeenWorker } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { judgeBus } from './bus.ts';
import { alarmChecks, troubleChecks, workerChecks } from './cluster.ts';

const BUS = { url: 'nats://h:4222', storage: 'file', replicas: 1 } as const;
const SERVER = { version: '2.9.10', jetStream: true } as const;
const stream = (name: string, storage = 'file', replicas = 1) => ({
  name,
  found: { messages: 3, storage, replicas, trouble: null },
});

function worker(changes: Partial<SeenWorker> = {}): SeenWorker {
  return {
    ...{
      name: 'w',
      host: 'h',
      pid: 1,
      version: '0.1.0',
      engine: 'simd@1',
      device: null,
      slots: 4,
      labels: [],
    },
    ...{ state: 'working', running: 0, done: 0, lastSeen: new Date(0), silentMs: 0 },
    ...changes,
  };
}

const brief = (checks: readonly { name: string; state: string }[]) =>
  checks.map(({ name, state }) => `${name} ${state}`);

test('a bus that is right, and what can be wrong with one', () => {
  const streams = [stream('l-jobs'), stream('l-results')];
  expect(brief(judgeBus({ ...SERVER, role: 'coordinator', streams }, BUS))).toEqual(['bus ok', 'streams ok']);
  expect(brief(judgeBus({ ...SERVER, role: 'worker', streams: null }, BUS))).toEqual(['bus ok']);
  expect(brief(judgeBus({ ...SERVER, role: null, streams: null }, BUS))).toEqual(['bus wrong']);
  expect(judgeBus({ ...SERVER, jetStream: false, role: null, streams: null }, BUS)[0]).toMatchObject({
    state: 'wrong',
    found: 'nats-server 2.9.10 at nats://h:4222, without JetStream',
  });
  const missing = judgeBus({ ...SERVER, role: 'reader', streams: [{ name: 'l-jobs', found: null }] }, BUS);
  expect(missing[1]).toMatchObject({ state: 'warning', found: 'missing: l-jobs' });
  const full = { name: 'l-results', found: { ...stream('').found, trouble: 'it stores nothing' } };
  const troubled = judgeBus({ ...SERVER, role: 'coordinator', streams: [stream('l-jobs'), full] }, BUS);
  expect(troubled[1]).toMatchObject({ state: 'wrong', found: 'l-results: it stores nothing' });
  const other = judgeBus({ ...SERVER, role: 'reader', streams: [stream('l-jobs', 'memory')] }, BUS);
  expect(other[1]).toMatchObject({ state: 'warning', fix: expect.stringContaining('file, 1 replicas') });
});

test('workers of one version are well, others are named', () => {
  expect(brief(workerChecks([worker(), worker()], '0.1.0'))).toEqual(['workers ok']);
  expect(brief(workerChecks([worker(), worker({ engine: 'program@1' })], '0.1.0'))).toEqual(['workers ok']);
  expect(brief(workerChecks([], '0.1.0'))).toEqual(['workers warning']);
  const mixed = [worker({ name: 'a' }), worker({ name: 'b', engine: 'simd@2', version: '0.2.0' })];
  const checks = workerChecks([...mixed, worker({ name: 'c', silentMs: 60_000 })], '0.1.0');
  expect(brief(checks)).toEqual(['workers ok', 'lost warning', 'engines warning', 'versions warning']);
  expect(checks[1]?.found).toBe('fell silent: c');
  expect(checks[2]?.found).toBe('simd@1 on a; simd@2 on b');
  expect(brief(workerChecks([worker()], '0.2.0'))).toEqual(['workers ok', 'versions warning']);
  expect(brief(workerChecks([worker({ state: 'gone' })], '0.1.0'))).toEqual(['workers warning']);
});

test('what the coordinator says of the bus is wrong as long as it is said', () => {
  expect(troubleChecks([])).toEqual([]);
  const [check] = troubleChecks([{ reason: 'NATS stores nothing', since: new Date(2026, 0, 1) }]);
  expect(check).toMatchObject({ state: 'wrong', found: expect.stringContaining('NATS stores nothing') });
});

test('alarms say what to do', () => {
  expect(alarmChecks({ conflicts: [], badMessages: [] })).toEqual([]);
  const at = new Date(2026, 0, 1);
  const checks = alarmChecks({
    conflicts: Array.from({ length: 5 }, (_, i) => ({
      ...{ trialId: i, worker: 'w', at, engine: 'a@1', firstWorker: 'v', firstRan: null },
      ran: { engine: 'b@2', device: 'Card 5', driver: '550.1' },
    })),
    badMessages: [{ kind: 'result', reason: 'version 2', text: '{}', at }],
  });
  expect(brief(checks)).toEqual(['conflicts wrong', 'messages warning']);
  expect(checks[0]?.fix).toMatch(/What these GPUs computed before: sweep sql "select /);
  expect(checks[0]?.fix).not.toContain('Card 5');
  expect(checks[0]?.found).toMatch(
    /^5 second results differ from the first: trial 0 by w \(b@2 on Card 5, driver 550\.1\) at .*, first by v \(a@1\); .*; …$/,
  );
});
