/** The manifests in infra/kubernetes/, by parsers and, where it is there, by `kubectl kustomize`. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createRegistry, startHealth } from '@latentsweep/app/services';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { files, INFRA, isThere, read, refusal, withSetup } from './infra.ts';

const setup = withSetup();

describe('Kubernetes', () => {
  const manifests = files
    .filter((file) => /kubernetes\/base\/.*\.yaml$/.test(file) && !file.endsWith('kustomization.yaml'))
    .flatMap((file) => parseAllDocuments(read(file), { version: '1.1' }).map((document) => document.toJS()));
  const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

  test('there is what a cluster needs of each kind', () => {
    const kinds = manifests.map(({ kind }) => kind).sort();
    expect(kinds).toEqual([
      ...['Deployment', 'Deployment', 'Namespace', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'PodDisruptionBudget', 'ScaledObject', 'Service'],
    ]);
    expect(of('Deployment').find(({ metadata }) => metadata.name === 'coordinator').spec.replicas).toBe(2);
  });

  test.each(of('Deployment').map((d) => [d.metadata.name, d.spec.template.spec]))(
    '%s runs without rights, is probed, and is given the files it reads',
    async (name, pod) => {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      const [container] = pod.containers;
      expect(container.securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
      expect(container.livenessProbe.httpGet.path).toBe('/livez');
      expect(container.readinessProbe.httpGet.path).toBe('/healthz');
      expect(container.resources.limits.memory).toBeDefined();
      expect(await refusal(container.args, setup)).toBeNull();
      const drain = container.args.indexOf('--drain-seconds');
      const leastGrace = (drain < 0 ? 20 : Number(container.args[drain + 1])) + 5;
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(leastGrace);
      const port = container.ports.find((p: { name: string }) => p.name === 'metrics').containerPort;
      expect(container.args.at(-1)).toBe(`0.0.0.0:${port}`);
      const { items, defaultMode } = pod.volumes.find((v: { name: string }) => v.name === 'settings').secret;
      expect(defaultMode).toBe(0o440);
      const setupFiles = setup.files();
      for (const { path } of items) expect(setupFiles).toContain(path);
      const settings = parse(setup.read(`${name}.yaml`));
      const needed = [settings.bus.credentials, settings.bus.ca, settings.store_password_file].filter(
        Boolean,
      );
      expect(items.map((item: { path: string }) => item.path)).toEqual(expect.arrayContaining(needed));
    },
  );

  test('GPU workers are called as they are, and scaled by their own jobs', async () => {
    const { spec } = parse(read('kubernetes/overlays/gpu/worker/deployment.yaml'));
    const [container] = spec.template.spec.containers;
    expect(await refusal(container.args, setup)).toBeNull();
    expect(container.args).toEqual(
      expect.arrayContaining(['--labels', 'gpu', '--backend', 'tensorflow-gpu']),
    );
    expect(container.resources.limits['nvidia.com/gpu']).toBe('1');
  });

  test.each([
    ['kubernetes/base/worker', 'worker', ''],
    ['kubernetes/overlays/gpu/worker', 'worker-gpu', '/gpu'],
  ])(
    '%s is scaled by the slots that its jobs want, as each coordinator tells',
    async (folder, name, labels) => {
      const { scaleTargetRef, triggers } = parse(read(`${folder}/scaling.yaml`)).spec;
      expect(scaleTargetRef.name).toBe(name);
      expect(triggers).toHaveLength(1);
      const { url, valueLocation, aggregationType } = triggers[0].metadata;
      expect(aggregationType).toBe('max');
      const { hostname, port, pathname } = new URL(url);
      const [service] = of('Service');
      expect(hostname).toBe(`${service.metadata.name}.${of('Namespace')[0].metadata.name}`);
      expect(Number(port)).toBe(service.spec.ports[0].port);
      const coordinator = of('Deployment').find((d) => d.metadata.name === 'coordinator').spec.template;
      expect(coordinator.metadata.labels).toMatchObject(service.spec.selector);
      expect(coordinator.spec.containers[0].ports).toContainEqual({
        name: 'metrics',
        containerPort: Number(port),
      });
      expect(pathname).toBe(`/slots-wanted${labels}`);
      const health = await startHealth({
        ...{ host: '127.0.0.1', port: 0, registry: createRegistry('coordinator', '0') },
        ready: () => ({ ok: true, details: {} }),
        slotsWanted: (requires) => (requires.join() === labels.slice(1) ? 400 : -1),
      });
      try {
        const answer = (await (await fetch(health.url + pathname)).json()) as Record<string, unknown>;
        expect(answer[valueLocation]).toBe(400);
      } finally {
        await health.close();
      }
    },
  );

  test.skipIf(!isThere('kubectl'))('kustomize builds both', () => {
    for (const overlay of ['base', 'overlays/gpu']) {
      const { status, stdout, stderr } = spawnSync(
        'kubectl',
        ['kustomize', join(INFRA, 'kubernetes', overlay)],
        {
          encoding: 'utf8',
        },
      );
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const built = parseAllDocuments(stdout).map((document) => document.toJS());
      const budgets = built.filter(({ kind }) => kind === 'PodDisruptionBudget');
      const pods = built
        .filter(({ kind }) => kind === 'Deployment')
        .map((d) => d.spec.template.metadata.labels);
      // Two budgets on one pod stop every eviction.
      for (const labels of pods) {
        const matching = budgets.filter(({ spec }) =>
          Object.entries(spec.selector.matchLabels).every(([key, value]) => labels[key] === value),
        );
        expect(matching).toHaveLength(1);
      }
      expect(pods).toHaveLength(overlay === 'base' ? 2 : 3);
    }
  });
});
