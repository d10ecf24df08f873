import { openCluster } from './cluster/cluster.ts';
import { startServers } from './cluster/servers.ts';
import { measureTrials } from './cluster/trials.ts';

const servers = await startServers();
try {
  const cluster = await openCluster(servers, 'trials');
  console.log(await measureTrials(cluster, Number(process.argv[2] ?? 10000), { nodeArgs: process.argv.slice(3) }));
  await cluster.close();
} finally {
  await servers.remove();
}
