import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { collect, wholeNumber } from '../option/parse.ts';
import { type InitOptions, initCluster } from '../setup/init.ts';
import { busPrefix, databaseName, hostName, hostNames, workerName } from '../setup/names.ts';

export function define(cluster: Command, context: Context): void {
  cluster
    .summary('set up NATS and Postgres for many machines')
    .description('Prepares many machines to work as one.')
    .helpCommand(false);
  withExamples(cluster, [
    ['sweep cluster init secured', 'write a secured set-up, and say what to run where'],
  ]);
  const init = cluster
    .command('init')
    .summary('write a secured set-up and say what to run where')
    .description(
      'Writes configuration, keys, certificates and passwords for NATS, Postgres, coordinators and workers into a new ' +
        'folder, and prints what to run where. Every connection to NATS is encrypted and has a key of its own; a ' +
        'worker reaches no database and can do nothing but work.',
    )
    .argument('<DIR>', 'the folder; new or empty');
  changeOptions(newOptions(init)).action((folder: string, options: InitOptions) =>
    initCluster(context, folder, options),
  );
  withExamples(init, [
    ['sweep cluster init secured', 'everything on this machine'],
    [
      'sweep cluster init secured --nats-host nats.lab --postgres-host db.lab --worker gpu --worker cpu',
      'several machines',
    ],
    ['sweep cluster init secured --add-worker slurm', 'one more key'],
  ]);
}

const port = (flag: string) => wholeNumber(flag, 1, 65_535);

function newOptions(command: Command): Command {
  return command
    .option('--nats-host <HOST>', 'where clients reach NATS', hostName('--nats-host'), '127.0.0.1')
    .option('--nats-port <N>', 'its port', port('--nats-port'), 4222)
    .option(
      '--nats-listen <ADDRESS>',
      'the address that NATS listens at (default: its host)',
      hostName('--nats-listen'),
    )
    .option(
      '--monitor-port <N>',
      'let NATS answer monitoring there, without a password (default: no)',
      port('--monitor-port'),
    )
    .option('--hosts <HOST,…>', 'more names and addresses of NATS, for its certificate', hostNames('--hosts'))
    .option(
      '--postgres-host <HOST>',
      'where coordinators reach Postgres',
      hostName('--postgres-host'),
      '127.0.0.1',
    )
    .option('--postgres-port <N>', 'its port', port('--postgres-port'), 5432)
    .option('--database <NAME>', 'the database', databaseName, 'latentsweep')
    .option('--prefix <NAME>', 'what the names on NATS begin with', busPrefix, 'latentsweep')
    .option(
      '--worker <NAME>',
      'a key for a worker, or a group of them; may be repeated (default: worker)',
      (text, before?: readonly string[]) => collect(workerName(text), before),
    );
}

/** What goes with no other option, since the set-up is there already. */
function changeOptions(command: Command): Command {
  const others = command.options.map((option) => option.attributeName());
  return command
    .addOption(
      new Option('--add-worker <NAME>', 'add a key to a set-up that exists')
        .argParser(workerName)
        .conflicts([...others, 'renewCertificate', 'force']),
    )
    .addOption(
      new Option('--renew-certificate', 'give NATS of a set-up that exists a new certificate').conflicts([
        ...others.filter((name) => name !== 'hosts'),
        'force',
      ]),
    )
    .option('--force', 'make all keys and passwords of a set-up anew');
}
