/** A safeguard, taken out. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Names, or parts of them, of faults of which one at least must then fail. */
  readonly faults: readonly string[];
}

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'the fence: a coordinator that was taken over may write',
    file: 'packages/store/src/trial/fence.ts',
    from: 'if (sweep?.run_owner === owner) return sweep;',
    to: 'if (sweep) return sweep;',
    faults: ['SIGSTOP of the leader'],
  },
  {
    name: 'the fence: a failure of an earlier attempt ends its trial',
    file: 'packages/store/src/trial/record.ts',
    from: "(t.state = 'running' and t.attempt = x.attempt)",
    to: "(t.state = 'running')",
    faults: ['failures of attempts that are over'],
  },
  {
    name: 'the ack order: results are acknowledged before they are written',
    file: 'packages/coordinator/src/coordinate/desk.ts',
    from: `const { ended, waiting, conflicts } = await store.record(outcomes);
      await acknowledge(arrived.map(({ delivery }) => delivery));`,
    to: `await acknowledge(arrived.map(({ delivery }) => delivery));
      const { ended, waiting, conflicts } = await store.record(outcomes);`,
    faults: ['results that a killed coordinator had pulled'],
  },
  {
    name: 'the ack order: a job is acknowledged before its results are stored',
    file: 'packages/worker/src/held-job.ts',
    from: 'const { outcome } = await publish(bus, { ...message, result });',
    to: 'await this.#delivery.ack();\n        const { outcome } = await publish(bus, { ...message, result });',
    faults: ['a worker killed with a result that it had not sent'],
  },
  {
    name: 'the epoch: a job of another attempt has the same id',
    file: 'packages/coordinator/src/plan/jobs.ts',
    from: `id: \`\${last.sweepId}.\${last.id}.\${last.attempt}\``,
    to: `id: \`\${last.sweepId}.\${last.id}.1\``,
    faults: ['SIGKILL of a worker, thrice'],
  },
  {
    name: 'the epoch: a lease that another coordinator holds is taken from it',
    file: 'packages/store/src/cluster/lease.ts',
    from: 'where leases.owner = excluded.owner or leases.until < clock_timestamp()',
    to: '',
    faults: ['SIGSTOP of the leader'],
  },
];
