import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { InputError, shellWord } from '@latentsweep/core';
import type { Context } from '../context.ts';
import type { Identity } from './certificate.ts';
import { hasSetup, refuseToOverwrite, removeFiles, writeFiles } from './files.ts';
import { RECORD_FILE, readRecord, type SetupRecord } from './record.ts';
import {
  AUTHORITY,
  addWorker,
  filesOfWorkers,
  newSetup,
  renewCertificate,
  type SetupOptions,
} from './setup.ts';
import { steps, stepsForCertificate, stepsForWorker } from './steps.ts';

export interface InitOptions {
  readonly natsHost: string;
  readonly natsPort: number;
  readonly natsListen?: string;
  readonly monitorPort?: number;
  readonly hosts?: readonly string[];
  readonly postgresHost: string;
  readonly postgresPort: number;
  readonly database: string;
  readonly prefix: string;
  readonly worker?: readonly string[];
  readonly addWorker?: string;
  readonly renewCertificate?: boolean;
  readonly force?: boolean;
}

/** Makes a set-up, or changes one. Prints what to run, and no secret. */
export async function initCluster(context: Context, folder: string, options: InitOptions): Promise<void> {
  const { out } = context.terminal;
  const { program } = context;
  const shown = shellWord(folder);
  if (options.addWorker !== undefined) {
    writeFiles(folder, addWorker(existing(folder), options.addWorker));
    context.say(`${folder} has a key for ${options.addWorker}. What is left to do:\n`);
    return out.writeAll(stepsForWorker(options.addWorker, shown, program));
  }
  if (options.renewCertificate) {
    const record = existing(folder);
    const hosts = options.hosts ? unique([record.nats.host, ...options.hosts]) : record.nats.hosts;
    writeFiles(folder, await renewCertificate(record, authority(folder), hosts, new Date()));
    context.say(`${folder} has a new certificate for ${hosts.join(', ')}. What is left to do:\n`);
    return out.writeAll(stepsForCertificate(shown));
  }
  refuseToOverwrite(folder, options.force ?? false);
  const files = await newSetup(setupOptions(options), new Date());
  if (hasSetup(folder)) removeFiles(folder, [RECORD_FILE, ...filesOfWorkers(existing(folder))]);
  writeFiles(folder, files);
  context.say(`${folder} is ready. What to run where:\n`);
  return out.writeAll(steps(existing(folder), shown, program));
}

function setupOptions(options: InitOptions): SetupOptions {
  const { natsHost, natsListen = natsHost, hosts = [], worker = ['worker'] } = options;
  const workers = unique(worker);
  // Clients on the server's own machine use the loopback.
  const local = isIP(natsListen) === 6 ? ['::1', 'localhost'] : ['127.0.0.1', 'localhost'];
  return {
    prefix: options.prefix,
    nats: {
      host: natsHost,
      listen: natsListen,
      port: options.natsPort,
      monitorPort: options.monitorPort ?? null,
      hosts: unique([natsHost, ...hosts, ...local]),
    },
    postgres: { host: options.postgresHost, port: options.postgresPort, database: options.database },
    workers,
  };
}

/** Throws InputError `no_setup` or `bad_setup`. */
function existing(folder: string): SetupRecord {
  const path = join(folder, RECORD_FILE);
  if (hasSetup(folder)) return readRecord(readFileSync(path, 'utf8'), path);
  throw new InputError(
    'no_setup',
    `There is no set-up in '${folder}'.`,
    'Name the folder of one, or make it first: sweep cluster init DIR',
  );
}

/** Throws InputError `no_authority`. */
function authority(folder: string): Identity {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  if (existsSync(join(folder, AUTHORITY.key)))
    return { certificate: read(AUTHORITY.certificate), key: read(AUTHORITY.key) };
  throw new InputError(
    'no_authority',
    `'${folder}' has no ${AUTHORITY.key}, which signs certificates.`,
    'Bring it back from where you keep it, for as long as this command runs.',
  );
}

const unique = (texts: readonly string[]) => [...new Set(texts)];
