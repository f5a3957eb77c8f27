import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { check } from '../../src/proof/check.js';
import type { CheckOptions, CheckResult } from '../../src/proof/check-types.js';
import type { NamedText } from '../../src/setup/remark.js';
import { type bundleFiles, scratchFolder } from '../make/fixture.js';

export type Files = Awaited<ReturnType<typeof bundleFiles>>;

export const FLEET = 'fleet-server-fleet.example.com';
const ES = 'elasticsearch-es.example.com';

/** Where the bundles of other systems than Linux agents install to, below the folder that stands for their host. */
const PLACES: Readonly<Record<string, string>> = {
  'agent-win-01': 'C/ProgramData/fleet-tls',
  [ES]: 'etc/elasticsearch/certs',
};

const INSTALL_FILES = {
  'agent-web-01': 'install.sh',
  'agent-win-01': 'install.ps1',
  'agent-pod-01': 'agent.env',
} as const;

/** Lays out the files of one bundle as its host will have them. */
async function hostOf(files: Files, id: string): Promise<string> {
  const root = await scratchFolder();
  const certs = `${id}/certs/`;
  for (const [path, { content, mode }] of files) {
    if (!path.startsWith(certs)) continue;
    const target = join(root, PLACES[id] ?? 'etc/fleet-tls', path.slice(certs.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content, { mode });
  }
  return root;
}

const named = (files: Files, path: string): NamedText => ({ name: path, text: files.get(path)!.content.toString() });

/** Checks every host of a deployment as its operator would, each with the servers that it dials. */
export async function checkHosts(
  files: Files,
  options: CheckOptions,
  agents: readonly (keyof typeof INSTALL_FILES)[] = ['agent-web-01', 'agent-win-01', 'agent-pod-01'],
): Promise<Record<string, CheckResult>> {
  const [fleetRoot, esRoot] = [await hostOf(files, FLEET), await hostOf(files, ES)];
  const elasticsearchYml = {
    ...named(files, `${ES}/settings/elasticsearch.yml`),
    name: join(esRoot, 'etc/elasticsearch/elasticsearch.yml'),
  };
  const server = named(files, `${FLEET}/install.sh`);
  const results: Record<string, CheckResult> = {
    [FLEET]: await check({ file: server, elasticsearchYml }, { ...options, root: fleetRoot }),
  };
  for (const id of agents) {
    const own = { ...options, root: await hostOf(files, id), serverRoot: fleetRoot };
    results[id] = await check({ file: named(files, `${id}/${INSTALL_FILES[id]}`), server, elasticsearchYml }, own);
  }
  return results;
}
