import type { SetupRecord } from './record.ts';

/** What to run where, in order; lines to copy are indented. `folder` is quoted for a shell already. */
export function steps(record: SetupRecord, folder: string, program: string): string {
  const { nats, postgres, workers } = record;
  const sweep = (command: string, file: string) =>
    `     ${program} ${command} --config ${folder}/${file}.yaml`;
  const first = workers[0]!.name;
  return [
    `1. NATS, on ${nats.host} (nats-server 2.9.10 or newer):`,
    `     cd ${folder} && nats-server -c nats/nats-server.conf`,
    `2. Postgres 15 or newer, on ${postgres.host}: the database and its three roles, once, as its administrator:`,
    `     psql -h ${postgres.host} -p ${postgres.port} -U postgres -d postgres -f ${folder}/postgres/roles.sql`,
    '3. The tables, once and after every update of latentsweep:',
    sweep('db', 'owner'),
    '4. The coordinator. Start it twice, on two machines if you like: one leads, the other takes over.',
    sweep('serve', 'coordinator'),
    `5. Workers, on any machine with ${workers.map(({ name }) => `${name}.yaml, nkeys/${name}.nk`).join(', ')} and tls/ca.pem:`,
    ...workers.map(({ name }) => sweep('worker', name)),
    '6. A sweep, from where coordinator.yaml is, and a look at it from where reader.yaml is:',
    sweep('submit sweeps/quickstart.yaml', 'coordinator'),
    sweep('watch', 'reader'),
    '',
    `Copy to a machine only what its step names: of this folder, a worker needs three files (such as nkeys/${first}.nk).`,
    'Everyone with coordinator.yaml and its files commands the cluster; tls/ca-key.pem is only needed to renew',
    `certificates (${program} cluster init ${folder} --renew-certificate, within two years): keep it elsewhere.`,
    '',
  ].join('\n');
}

export function stepsForWorker(name: string, folder: string, program: string): string {
  return [
    '1. Where NATS runs, with accounts.conf copied there: have it read the new key.',
    `     cd ${folder} && nats-server --signal reload`,
    `2. The worker, on any machine with ${name}.yaml, nkeys/${name}.nk and tls/ca.pem:`,
    `     ${program} worker --config ${folder}/${name}.yaml`,
    '',
  ].join('\n');
}

export function stepsForCertificate(folder: string): string {
  return [
    '1. Where NATS runs, with tls/server.pem and tls/server-key.pem copied there: have it read the new certificate.',
    `     cd ${folder} && nats-server --signal reload`,
    '',
  ].join('\n');
}
