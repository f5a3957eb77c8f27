import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './judges.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Every platform: their bundles hold the same files, and name them differently. */
const AGENTS = 'name,platform,alt-names\nweb-01,linux,\nwin-01,windows,192.0.2.7\nmac-01,macos,\npod-01,container,\n';

const SERVERS = [
  ...['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'],
  ...['--es-url', 'https://[2001:db8::7]:9200', '--kibana-url', 'https://kibana.example.com:5601'],
];

/** What the judges are shown: each mode, key type and profile, by what `create` is asked for. */
const DEPLOYMENTS = {
  'one-way': ['--mode', 'one-way'],
  mutual: ['--mode', 'mutual'],
  'mutual RSA for 8.16': ['--mode', 'mutual', '--stack-version', '8.16', '--key-type', 'rsa-2048'],
  'mutual P-384, every key encrypted that can be': [
    ...['--mode', 'mutual', '--key-type', 'ec-p384', '--fleet-key-passphrase', 'generate'],
    ...['--es-key-passphrase', 'generate', '--ca-key-passphrase', 'generate'],
  ],
  optional: ['--mode', 'mutual', '--client-auth', 'optional', '--es-client-auth', 'optional'],
  FIPS: ['--mode', 'mutual', '--fips', '--key-type', 'rsa-2048'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type DeploymentName = keyof typeof DEPLOYMENTS;
export const DEPLOYMENT_NAMES = Object.keys(DEPLOYMENTS) as readonly DeploymentName[];

/** The judges' tests prove it themselves. */
const UNPROVED = ['--yes', '--quiet', '--no-verify'];

/**
 * Creates every deployment with the program itself.
 *
 * @returns their folders by name
 */
export async function createDeployments(to: string): Promise<Record<string, string>> {
  const agents = join(to, 'agents.csv');
  await writeFile(agents, AGENTS);
  const folders: Record<string, string> = {};
  for (const [index, name] of DEPLOYMENT_NAMES.entries()) {
    folders[name] = join(to, String(index));
    const words = [...DEPLOYMENTS[name], ...SERVERS, '--agents-file', agents, '--out', folders[name], ...UNPROVED];
    await run([process.execPath, PROGRAM, 'create', ...words]);
  }
  return folders;
}
