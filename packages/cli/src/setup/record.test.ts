import { InputError } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { readRecord, recordText, type SetupRecord } from './record.ts';
import { makeNkey } from './setup.ts';

const RECORD: SetupRecord = {
  format: 1,
  prefix: 'latentsweep',
  nats: { host: 'nats.lab', listen: '::', port: 4222, monitorPort: null, hosts: ['nats.lab', '127.0.0.1'] },
  postgres: { host: 'db.lab', port: 5432, database: 'results' },
  coordinator: makeNkey().publicKey,
  reader: makeNkey().publicKey,
  workers: [{ name: 'gpu-1', publicKey: makeNkey().publicKey }],
};

test('a record is read as it was written', () => {
  expect(readRecord(recordText(RECORD), 'cluster.json')).toEqual(RECORD);
});

test.each([
  ['', 'the file'],
  ['[]', 'the file'],
  [recordText({ ...RECORD, prefix: 'a.>' }), 'prefix'],
  [recordText({ ...RECORD, nats: { ...RECORD.nats, listen: '"\ninclude x' } }), 'nats.listen'],
  [recordText({ ...RECORD, workers: [{ ...RECORD.workers[0]!, name: '../../etc/x' }] }), 'workers.0.name'],
  [recordText({ ...RECORD, workers: [{ ...RECORD.workers[0]!, publicKey: 'SUAB' }] }), 'workers.0.publicKey'],
  [recordText({ ...RECORD, workers: [] }), 'workers'],
  [recordText({ ...RECORD, reader: undefined as never }), 'reader'],
])('a record that was edited is refused: %#', (text, where) => {
  expect(() => readRecord(text, 'x/cluster.json')).toThrow(InputError);
  expect(() => readRecord(text, 'x/cluster.json')).toThrow(
    `x/cluster.json is not what cluster init wrote: ${where} is wrong.`,
  );
});
