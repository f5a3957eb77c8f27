import type { Deployment } from '../../src/deployment/types.js';

const endpoint = (host: string, port: number) => ({ url: `https://${host}:${port}`, host, port });

/** A validated deployment as the questions would resolve it, with what a test wants to be different. */
export function deployment(overrides: Partial<Deployment> = {}): Deployment {
  const mutual = (overrides.mode ?? 'mutual') === 'mutual';
  return {
    name: 'fleet',
    mode: 'mutual',
    fleetServers: [endpoint('fleet.example.com', 8220)],
    fleetPort: 8220,
    elasticsearch: [endpoint('es.example.com', 9200)],
    agents: [
      { name: 'web-01', platform: 'linux', altNames: [] },
      { name: 'win-01', platform: 'windows', altNames: ['192.0.2.7'] },
      { name: 'pod-01', platform: 'container', altNames: [] },
    ],
    sans: {},
    clientAuth: mutual ? 'required' : 'none',
    esClientAuth: mutual ? 'required' : 'none',
    stackVersion: { major: 9, minor: 5 },
    keyTypes: { authority: 'ec-p256', leaf: 'ec-p256' },
    days: 825,
    caDays: 3650,
    agentKeyPassphrase: mutual ? 'generate' : 'none',
    fleetKeyPassphrase: 'none',
    esKeyPassphrase: 'none',
    caKeyPassphrase: 'none',
    kdfIterations: { generated: 2048, given: 600_000 },
    fips: false,
    targetDir: { posix: '/etc/fleet-tls', windows: 'C:\\ProgramData\\fleet-tls' },
    ...overrides,
  };
}
