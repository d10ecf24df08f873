import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withParameters } from './fixtures.ts';
import { readSweepFile } from './read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'not-a-sweep-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function faultsOf(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  const error: unknown = await readSweepFile(path, { engines: [] }).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw new Error('It was read.');
  return error.faults;
}

const rows = (row: string, count = 40) => `${row}\n`.repeat(count);

describe('a file that is something else is told in one fault', () => {
  test.each<[name: string, content: string, what: string]>([
    ['a.csv', `x1,x2,y\n${rows('0.1,0.2,a')}`, 'a table of 3 columns, separated by `,`'],
    ['b.csv', `x1;x2;y\n${rows('0,1;"a; b";c')}`, 'a table of 3 columns, separated by `;`'],
    ['c.tsv', `x1\tx2\n${rows('1\t2')}`, 'a table of 2 columns, separated by tabs'],
    ['large.csv', `x1,x2,y\n${rows('0.1,0.2,a', 150_000)}`, 'a table of 3 columns, separated by `,`'],
    ['d.json', `[${'{"x": 1, "y": "a"},'.repeat(30)}{"x": 1}]`, 'a table in JSON or YAML'],
    ['e.jsonl', rows('{"x": 1, "y": "a"}'), 'a table in JSON, an object a line'],
    [
      'train.py',
      'import wandb\n\ndef train():\n    with wandb.init() as run:\n        pass\n',
      'a Python script',
    ],
    ['tool', '#!/usr/bin/env python3\nprint("a: b")\n', 'a Python script'],
    ['run.sh', '#!/bin/sh\nset -e\nnpx sweep run my.yaml\n', 'a script'],
    ['Dockerfile', 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nRUN pip install wandb\n', 'a Dockerfile'],
    ['page.html', '<!doctype html>\n<html><body>x</body></html>\n', 'a web page or XML'],
    ['data.arff', `@relation a\n@attribute x numeric\n@data\n${rows('1')}`, 'a table in ARFF'],
    ['README.md', '# Title\n\nSome text: with a colon\n\n- a list\n', 'a page of Markdown'],
    ['pyproject.toml', '[project]\nname = "a"\n', 'a file of settings in TOML or INI'],
    ['.env', '# keys\nWANDB_API_KEY=1\nexport A=b\n', 'a file of environment variables'],
    [
      'package.json',
      '{ "name": "a", "version": "1.0.0", "dependencies": {} }',
      'the package.json of a program',
    ],
    ['n.ipynb', '{ "cells": [], "metadata": {}, "nbformat": 4 }', 'a Jupyter notebook'],
    [
      'config.yaml',
      'wandb_version: 1\n_wandb: { desc: null, value: {} }\nepochs: { desc: null, value: 5 }\n',
      'the config of a W&B run',
    ],
    [
      'run.yaml',
      'lr: { desc: null, value: 0.1 }\nepochs: { desc: null, value: 5 }\n',
      'the config of a W&B run',
    ],
    [
      'latentsweep.yaml',
      'store: postgresql://sweep@head/results\nbus: { url: nats://head }\n',
      'the settings of latentsweep (latentsweep.yaml)',
    ],
    ['compose.yaml', 'services: { db: { image: postgres } }\n', 'a file for Docker Compose'],
    ['deploy.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n', 'a file for Kubernetes'],
    ['env.yaml', 'name: a\nchannels: [x]\ndependencies: [python]\n', 'an environment of conda'],
  ])('%s', async (name, content, what) => {
    const faults = await faultsOf(name, content);
    expect(faults).toMatchObject([{ code: 'not_a_sweep', message: `this seems to be ${what}` }]);
    expect(faults[0]!.hint).toContain('A sweep file begins with `method: grid`');
    expect(faults[0]!.hint.includes('dataset: { path')).toBe(what.includes('table'));
  });

  test.each<[name: string, content: Uint8Array, what: string]>([
    ['a.parquet', Buffer.from('PAR1\u0015\u0004\0\0'), 'a Parquet file'],
    ['a.csv.gz', Uint8Array.from([0x1f, 0x8b, 8, 0, 0]), 'a file that gzip packed'],
    ['a.xlsx', Buffer.from('PK\u0003\u0004\0\0'), 'a ZIP archive, such as an Excel workbook'],
    ['utf16.yaml', Buffer.from('\uFEFFmethod: grid\n', 'utf16le'), 'text in UTF-16'],
    ['odd', Uint8Array.from([1, 0, 2, 0xc3]), 'a binary file, or text that is not UTF-8'],
    [
      'large.npy',
      Buffer.concat([Uint8Array.from([0x93]), Buffer.from('NUMPY'), Buffer.alloc(2_000_000, 0xff)]),
      'a NumPy array',
    ],
  ])('%s', async (name, content, what) => {
    expect(await faultsOf(name, content)).toMatchObject([
      { code: 'not_text', message: `the file is ${what}` },
    ]);
  });

  test('YAML without a key of ours names its keys', async () => {
    expect(await faultsOf('other.yaml', 'delta: 1\nepsilon: 2\n')).toMatchObject([
      { code: 'not_a_sweep', message: 'none of its keys is one of a sweep file: delta, epsilon' },
    ]);
  });
});

describe('a sweep file with faults keeps them', () => {
  test.each([
    ['methd: grid\nparamters: {}\n', 'unknown_key'],
    ['epochs: { value: 5 }\n', 'unknown_key'],
    [`name: a,b\n${withParameters('epochs: { valeu: 1 }')}`, 'unknown_key'],
    ['method: grid\nparameters:\n  epochs: { values: [1, 2\nname: x\n', 'bad_yaml'],
    [`dependencies: [a]\n${withParameters('epochs: { value: 1 }')}`, 'unknown_key'],
  ])('%s', async (content, code) => {
    const faults = await faultsOf('mine.yaml', content);
    expect(faults.map((fault) => fault.code)).toContain(code);
  });

  test('broken YAML shows the first places', async () => {
    const faults = await faultsOf('broken.yaml', `method: grid\n${rows('a: b: c')}`);
    expect(faults.length).toBeLessThanOrEqual(5);
    expect(faults[0]!.code).toBe('bad_yaml');
  });
});
