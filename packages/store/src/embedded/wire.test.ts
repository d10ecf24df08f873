import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  FrameReader,
  lastStatus,
  message,
  readyForQuery,
  scopeStatement,
  startupParameters,
} from './wire.ts';

test('messages are the same however the bytes are cut', () => {
  const messages = fc.array(fc.tuple(fc.constantFrom('Q', 'P', 'S', 'd'), fc.uint8Array({ maxLength: 40 })));
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
  fc.assert(
    fc.property(messages, cuts, (given, sizes) => {
      const stream = Buffer.concat(given.map(([type, body]) => message(type, Buffer.from(body))));
      const reader = new FrameReader();
      const read: [string, number[]][] = [];
      for (let at = 0, i = 0; at < stream.length; i++) {
        const size = sizes[i % sizes.length]!;
        reader.push(stream.subarray(at, at + size));
        at += size;
        for (let frame = reader.next(false); frame; frame = reader.next(false)) {
          read.push([frame.type, [...frame.bytes.subarray(5)]]);
        }
      }
      expect(read).toEqual(given.map(([type, body]) => [type, [...body]]));
    }),
  );
});

test('a length that cannot be is refused', () => {
  for (const bytes of [
    [0x51, 0, 0, 0, 3],
    [0x51, 0xff, 0xff, 0xff, 0xff],
  ]) {
    const reader = new FrameReader();
    reader.push(Buffer.from(bytes));
    expect(() => reader.next(false)).toThrow('not a Postgres message');
  }
});

test('names of prepared statements get a prefix where a message has one', () => {
  const scoped = (type: string, body: string) => {
    const bytes = message(type, Buffer.from(body));
    const { bytes: out, name } = scopeStatement({ type, bytes }, 's1_');
    expect(out.readUInt32BE(1)).toBe(out.length - 1);
    return [out.toString('utf8', 5), name];
  };
  expect(scoped('P', 'name\0select 1\0\0\0')).toEqual(['s1_name\0select 1\0\0\0', 's1_name']);
  expect(scoped('P', '\0select 1\0\0\0')).toEqual(['\0select 1\0\0\0', null]);
  expect(scoped('B', 'portal\0name\0\0\0')).toEqual(['portal\0s1_name\0\0\0', 's1_name']);
  expect(scoped('D', 'Sname\0')).toEqual(['Ss1_name\0', 's1_name']);
  expect(scoped('C', 'Pname\0')).toEqual(['Pname\0', null]);
  expect(scoped('E', 'portal\0\0\0\0\0')).toEqual(['portal\0\0\0\0\0', null]);
});

test('the status ends a complete answer', () => {
  expect(lastStatus(readyForQuery('T'))).toBe('T');
  expect(lastStatus(Buffer.concat([message('C', Buffer.from('x\0')), readyForQuery('E')]))).toBe('E');
  expect(lastStatus(message('1', Buffer.alloc(0)))).toBeNull();
  expect(lastStatus(new Uint8Array(0))).toBeNull();
});

test('a startup message has names and values', () => {
  const body = Buffer.from('user\0me\0options\0-c a=b\0\0');
  const startup = Buffer.concat([Buffer.alloc(8), body]);
  expect([...startupParameters(startup)]).toEqual([
    ['user', 'me'],
    ['options', '-c a=b'],
  ]);
});
