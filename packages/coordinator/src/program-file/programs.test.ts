import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePrograms } from './parse.ts';
import { notesOn, readProgramsFile } from './read.ts';

const parse = (text: string) => parsePrograms(text, '/etc/sweep/programs.yaml', 'linux');
const faultsOf = (text: string) =>
  parse(text).findings.faults.map(
    ({ line, column, code, path, message, hint }) =>
      `${line}:${column} ${code} ${path || '(file)'}: ${message}. ${hint}`,
  );

describe('the text', () => {
  test('a program without keys has all defaults', () => {
    expect(parse('programs:\n  train.py:\n').read.map(({ program, file }) => [program, file])).toEqual([
      [
        {
          name: 'train.py',
          command: ['python3', 'train.py', '${args}'],
          folder: '/etc/sweep',
          config: 'flags',
          reports: 'lines',
          environment: [],
          files: [],
          limits: { seconds: null, memoryMb: null, outputMb: 100, processes: null },
          warm: false,
          checkpoint: false,
          deterministic: false,
          retries: 0,
          threads: 1,
        },
        '/etc/sweep/train.py',
      ],
    ]);
  });

  test('all keys', () => {
    const text = `programs:
  src/fit:
    command: [/opt/conda/bin/python, -m, fit, "\${args_json}", 3]
    folder: ../work
    config: stdin
    env: [HF_TOKEN, CUDA_VISIBLE_DEVICES, HF_TOKEN]
    limits: { seconds: 0.5, memory_mb: 8000, output_mb: 1, processes: 4 }
    warm: true
    checkpoint: true
    deterministic: true
    retries: 2
    threads: 8
`;
    const [read] = parse(text).read;
    expect(read).toMatchObject({
      file: null,
      program: {
        name: 'src/fit',
        command: ['/opt/conda/bin/python', '-m', 'fit', '${args_json}', '3'],
        folder: '/etc/work',
        config: 'stdin',
        environment: ['HF_TOKEN', 'CUDA_VISIBLE_DEVICES'],
        limits: { seconds: 0.5, memoryMb: 8000, outputMb: 1, processes: 4 },
        ...{ warm: true, checkpoint: true, deterministic: true, retries: 2, threads: 8 },
      },
    });
  });

  test('every fault is named at once, with its place and what to write', () => {
    const text = `programs:
  ../train.py: {}
  a.py:
    comand: [python3]
    seconds: 3
    config: flag
    env: [A=1]
    limits: { seconds: 0, memory: 3 }
    retries: -1
  b.py: python3 b.py
  c.py: { command: "python3 c.py" }
  d.py: { command: [python3, "\${program}", "\${arg}"] }
  e.py: { command: [] }
`;
    expect(faultsOf(text)).toMatchInlineSnapshot(`
      [
        "2:3 bad_program_name programs."../train.py": \`../train.py\` is no name of a program. Use 1 to 64 letters, digits and \`. _ - + /\`, with a letter, digit or \`_\` first.",
        "4:5 unknown_key programs.a.py.comand: unknown key \`comand\`. Did you mean \`command\`? Known: folder, config, reports, env, files, warm, checkpoint, deterministic, retries, threads, command, limits.",
        "5:5 unknown_key programs.a.py.seconds: unknown key \`seconds\`. It is a limit: put it under \`limits\`.",
        "8:27 unknown_key programs.a.py.limits.memory: unknown key \`memory\`. Did you mean \`memory_mb\`? Known: seconds, memory_mb, output_mb, processes.",
        "8:24 out_of_range programs.a.py.limits.seconds: must be a number above 0 and at most 10000000, got 0. Choose a value in that range.",
        "6:13 unknown_value programs.a.py.config: unknown value "flag". Did you mean \`flags\`? Use flags, stdin, env or file.",
        "7:11 bad_text programs.a.py.env[0]: must be the name of a variable, got "A=1". Write a name such as HF_TOKEN: its value is that of whoever starts the worker.",
        "9:14 out_of_range programs.a.py.retries: must be a whole number from 0 to 100, got -1. Choose a value in that range.",
        "10:9 wrong_type programs.b.py: must be a mapping of keys, got "python3 b.py". Write \`{ command: […] }\`, or nothing.",
        "11:20 wrong_type programs.c.py.command: must be a list of words, got "python3 c.py". Write a list, a word an item: \`[python3, "\${program}", "\${args}"]\`. No shell reads it.",
        "12:44 unknown_macro programs.d.py.command[2]: unknown macro "\${arg}". Did you mean \`args\`? Known: \${env}, \${interpreter}, \${program}, \${args}, \${args_no_hyphens}, \${args_no_boolean_flags}, \${args_no_equals}, \${args_json}, \${args_json_file}, \${args_append_hydra}, \${args_override_hydra}.",
        "13:20 empty_list programs.e.py.command: must hold at least one value. Write a list, a word an item: \`[python3, "\${program}", "\${args}"]\`. No shell reads it.",
      ]
    `);
  });

  test.each([
    ['', 'empty_file'],
    ['[]', 'wrong_type'],
    ['programs:', 'wrong_type'],
    ['programs: {}', 'missing_key'],
    ['train.py: {}', 'unknown_key'],
    ['programs: { a.py: {}, a.py: {} }', 'duplicate_key'],
    ['programs: { __proto__: {} }', 'forbidden_key'],
    ['programs: { a.py: { command: [""] } }', 'wrong_type'],
    ['programs: { a.py: { command: ["a\\nb"] } }', 'unprintable'],
    ['programs: { a.py: { command: [[a]] } }', 'wrong_type'],
    [`programs: { a.py: { command: [${'a, '.repeat(1001)}] } }`, 'wrong_length'],
    [`programs: { ${Array.from({ length: 1001 }, (_, i) => `p${i}: {}`).join(', ')} }`, 'wrong_length'],
  ])('%.40s: %s', (text, code) => {
    expect(parse(text).findings.faults[0]?.code).toBe(code);
  });
});

describe('what is there', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'latentsweep-programs-'));
    writeFileSync(join(folder, 'train.sh'), 'echo 1\n');
    writeFileSync(join(folder, 'solver'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(folder, 'plain'), '#!/bin/sh\n', { mode: 0o644 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (text: string, mode = 0o600) => {
    const path = join(folder, 'programs.yaml');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return readProgramsFile(path);
  };
  const codesOf = (text: string) => {
    try {
      read(text);
    } catch (error) {
      if (error instanceof InputError)
        return [error.code, ...error.faults.map(({ code, path }) => `${code} ${path}`)];
      throw error;
    }
    return [];
  };

  test('a program whose file and interpreter are there', () => {
    const { programs, notes } = read('programs: { train.sh: {}, solver: {} }');
    expect(programs.map(({ command }) => command)).toEqual([
      ['sh', 'train.sh', '${args}'],
      ['./solver', '${args}'],
    ]);
    expect(notes).toEqual([]);
  });

  test('what would fail in every trial is said before the first, all at once', () => {
    const text = `programs:
  none.py: {}
  train.sh: { folder: nowhere }
  plain: {}
  other: { command: [no-such-command-anywhere] }
  other2: { command: [./train.sh] }
`;
    expect(codesOf(text)).toEqual([
      'bad_programs_file',
      'no_such_program programs.none.py',
      'no_such_folder programs.train.sh.folder',
      'not_executable programs.plain.command',
      'not_executable programs.other.command',
      'not_executable programs.other2.command',
    ]);
  });

  test('a file that others can write is noted', () => {
    expect(read('programs: { train.sh: {} }', 0o666).notes).toEqual([
      expect.stringMatching(/can be written by others.*chmod go-w/),
    ]);
    expect(notesOn('p.yaml', { mode: 0o100644, uid: 12 }, 13)).toEqual([
      expect.stringMatching(/another user/),
    ]);
    expect(notesOn('p.yaml', { mode: 0o100644, uid: 0 }, 13)).toEqual([]);
  });

  test('a file that is not there', () => {
    expect(() => readProgramsFile(join(folder, 'no.yaml'))).toThrow(/does not exist/);
    expect(() => readProgramsFile(folder)).toThrow(InputError);
  });
});
