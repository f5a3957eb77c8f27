import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLIENT_AUTHS, type Deployment, type Endpoint, PLATFORMS } from '../../src/deployment/types.js';
import { installWords, printedCommand, renderContainerEnv } from '../../src/elastic/command.js';
import { INSTALL_FLAGS, installFlag, isKnownTo } from '../../src/elastic/flags.js';
import type { PlannedHost } from '../../src/plan/types.js';
import { listedWords, POSIX, plainWords } from '../../src/setup/shell.js';
import { optionsFromEnvironment, optionsFromWords } from '../helpers/options.js';
import { hostOf, planFor } from './fixture.js';

const endpoint = (host: string, port: number): Endpoint => ({ url: `https://${host}:${port}`, host, port });

/** What the documentation of Elastic writes in its examples. */
const DOCUMENTED: Partial<Deployment> = {
  fleetServers: [endpoint('your-fleet-server.elastic.co', 443)],
  elasticsearch: [endpoint('es.elastic.com', 443)],
  targetDir: { posix: '/path/to', windows: 'C:\\path\\to' },
};

describe("Fleet Server's command", () => {
  it('has the documented flags in the documented order with one-way TLS', () => {
    const plan = planFor('one-way', '9.5', DOCUMENTED);
    expect(installWords(plan, hostOf(plan, 'fleet-server'))).toEqual([
      'elastic-agent',
      'install',
      '--url=https://your-fleet-server.elastic.co:443',
      '--certificate-authorities=/path/to/fleet-ca.pem',
      '--fleet-server-es=https://es.elastic.com:443',
      '--fleet-server-es-ca=/path/to/es-ca.pem',
      '--fleet-server-cert=/path/to/fleet-cert.pem',
      '--fleet-server-cert-key=/path/to/fleet-cert-key.pem',
      '--fleet-server-service-token=FLEET-SERVER-SERVICE-TOKEN',
      '--fleet-server-policy=FLEET-SERVER-POLICY-ID',
      '--fleet-server-port=8220',
    ]);
  });

  it('has the documented flags in the documented order with mutual TLS', () => {
    const plan = planFor('mutual', '9.5', DOCUMENTED);
    expect(installWords(plan, hostOf(plan, 'fleet-server'))).toEqual([
      'elastic-agent',
      'install',
      '--url=https://your-fleet-server.elastic.co:443',
      '--certificate-authorities=/path/to/fleet-ca.pem,/path/to/agent-ca.pem',
      '--elastic-agent-cert=/path/to/agent-cert.pem',
      '--elastic-agent-cert-key=/path/to/agent-cert-key.pem',
      '--elastic-agent-cert-key-passphrase=/path/to/agent-cert-key-passphrase',
      '--fleet-server-es=https://es.elastic.com:443',
      '--fleet-server-es-ca=/path/to/es-ca.pem',
      '--fleet-server-es-cert=/path/to/fleet-es-cert.pem',
      '--fleet-server-es-cert-key=/path/to/fleet-es-cert-key.pem',
      '--fleet-server-cert=/path/to/fleet-cert.pem',
      '--fleet-server-cert-key=/path/to/fleet-cert-key.pem',
      '--fleet-server-client-auth=required',
      '--fleet-server-service-token=FLEET-SERVER-SERVICE-TOKEN',
      '--fleet-server-policy=FLEET-SERVER-POLICY-ID',
      '--fleet-server-port=8220',
    ]);
  });

  it('names the file with the passphrase of an encrypted key behind that key', () => {
    const plan = planFor('one-way', '9.5', { fleetKeyPassphrase: 'generate' });
    const words = installWords(plan, hostOf(plan, 'fleet-server'));
    expect(words[words.indexOf('--fleet-server-cert-key=/etc/fleet-tls/fleet-cert-key.pem') + 1]).toBe(
      '--fleet-server-cert-key-passphrase=/etc/fleet-tls/fleet-cert-key-passphrase',
    );
  });

  it('says the policy and the port that were asked for', () => {
    const plan = planFor('one-way', '9.5', { fleetPolicy: 'fleet-server-policy', fleetPort: 8443 });
    expect(installWords(plan, hostOf(plan, 'fleet-server')).slice(-2)).toEqual([
      '--fleet-server-policy=fleet-server-policy',
      '--fleet-server-port=8443',
    ]);
  });

  it('dials its own URL where there are several, and the first Elasticsearch', () => {
    const plan = planFor('mutual', '9.5', {
      fleetServers: [endpoint('one.example.com', 8220), endpoint('two.example.com', 8220)],
      elasticsearch: [endpoint('es-1.example.com', 9200), endpoint('es-2.example.com', 9200)],
    });
    expect(installWords(plan, hostOf(plan, 'fleet-server', 'two.example.com'))).toEqual(
      expect.arrayContaining(['--url=https://two.example.com:8220', '--fleet-server-es=https://es-1.example.com:9200']),
    );
    expect(installWords(plan, hostOf(plan, 'agent'))).toContain('--url=https://one.example.com:8220');
  });

  it('shows certificates only on the links that ask for them', () => {
    const plan = planFor('mutual', '9.5', { clientAuth: 'none', esClientAuth: 'required' });
    const options = optionsFromWords(installWords(plan, hostOf(plan, 'fleet-server')).slice(2));
    expect(options.get('fleet-server-es-cert')).toBe('/etc/fleet-tls/fleet-es-cert.pem');
    expect(options.get('certificate-authorities')).toBe('/etc/fleet-tls/fleet-ca.pem');
    expect([...options.keys()]).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/client-auth|elastic-agent/)]),
    );
  });
});

describe("an ordinary agent's command", () => {
  it('has a URL, a token and the authority of Fleet Server with one-way TLS', () => {
    const plan = planFor('one-way', '9.5');
    expect(installWords(plan, hostOf(plan, 'agent', 'web-01'))).toEqual([
      'elastic-agent',
      'install',
      '--url=https://fleet.example.com:8220',
      '--enrollment-token=ENROLLMENT-TOKEN',
      '--certificate-authorities=/etc/fleet-tls/fleet-ca.pem',
    ]);
  });

  it('adds its three files with mutual TLS, in the style of its host', () => {
    const plan = planFor('mutual', '9.5');
    expect(installWords(plan, hostOf(plan, 'agent', 'win-01')).slice(4)).toEqual([
      '--certificate-authorities=C:\\ProgramData\\fleet-tls\\fleet-ca.pem',
      '--elastic-agent-cert=C:\\ProgramData\\fleet-tls\\agent-cert.pem',
      '--elastic-agent-cert-key=C:\\ProgramData\\fleet-tls\\agent-cert-key.pem',
      '--elastic-agent-cert-key-passphrase=C:\\ProgramData\\fleet-tls\\agent-cert-key-passphrase',
    ]);
  });

  it('is none for Elasticsearch and Kibana', () => {
    const plan = planFor('mutual', '9.5');
    for (const role of ['elasticsearch', 'kibana'] as const) {
      expect(installWords(plan, hostOf(plan, role))).toEqual([]);
      expect(printedCommand(plan, hostOf(plan, role))).toBe('');
    }
  });
});

describe('a printed command', () => {
  const plan = planFor('mutual', '9.5');

  it('is, for sh, the same words behind sudo', () => {
    const host = hostOf(plan, 'fleet-server');
    expect(plainWords(printedCommand(plan, host), POSIX)).toEqual(['sudo', ...installWords(plan, host)]);
  });

  it('is, for PowerShell, the same flags quoted whole, because a comma would make a list', () => {
    const host = hostOf(plan, 'agent', 'win-01');
    const [first, ...rest] = printedCommand(plan, host).split(' `\n');
    expect(first).toBe('.\\elastic-agent.exe install');
    expect(listedWords(rest.join('\n'))).toEqual(installWords(plan, host).slice(2));
  });
});

describe("a container's environment", () => {
  it.each(['one-way', 'mutual'] as const)('says what the command would say (%s)', (mode) => {
    const plan = planFor(mode, '9.5');
    const host = hostOf(plan, 'agent', 'pod-01');
    const said = Object.fromEntries(optionsFromEnvironment(renderContainerEnv(plan, host)));
    expect(said).toEqual(Object.fromEntries(optionsFromWords(installWords(plan, host).slice(2))));
  });

  it('enrolls, with a place for the token', () => {
    const plan = planFor('one-way', '9.5');
    const lines = renderContainerEnv(plan, hostOf(plan, 'agent', 'pod-01')).split('\n');
    expect(lines).toEqual(expect.arrayContaining(['FLEET_ENROLL=1', 'FLEET_ENROLLMENT_TOKEN=ENROLLMENT-TOKEN']));
  });

  it('needs no passphrase, and says why', () => {
    const plan = planFor('mutual', '9.5');
    const text = renderContainerEnv(plan, hostOf(plan, 'agent', 'pod-01'));
    expect(text).toContain('# The key is not encrypted');
    expect(text).not.toContain('passphrase=');
    const oneWay = planFor('one-way', '9.5');
    expect(renderContainerEnv(oneWay, hostOf(oneWay, 'agent', 'pod-01'))).not.toContain('encrypted');
  });
});

describe('whatever was asked for, a command', () => {
  const versions = ['8.2', '8.8', '8.13', '8.16', '8.19', '9.0', '9.1', '9.5'];
  const anything = fc.record({
    version: fc.constantFrom(...versions),
    clientAuth: fc.constantFrom(...CLIENT_AUTHS),
    esClientAuth: fc.constantFrom(...CLIENT_AUTHS),
    agentKeyPassphrase: fc.constantFrom('none', 'generate'),
    fleetKeyPassphrase: fc.constantFrom('none', 'generate'),
    platform: fc.constantFrom(...PLATFORMS),
  });

  /** Where a bundle's files end up on its host. */
  const filesOn = ({ targetDir, platform, authorities, certificates }: PlannedHost): string[] => {
    const at = (name: string) => `${targetDir}${platform === 'windows' ? '\\' : '/'}${name}`;
    return [
      ...authorities.map((name) => at(`${name}.pem`)),
      ...certificates.flatMap(({ name, passphrase }) => [
        at(`${name}.pem`),
        at(`${name}-key.pem`),
        ...(passphrase === 'none' ? [] : [at(`${name}-key-passphrase`)]),
      ]),
    ];
  };

  it('has only flags that its version knows, each once, and only files that its bundle brings', () => {
    fc.assert(
      fc.property(anything, ({ version, platform, ...changes }) => {
        const plan = planFor('mutual', version, {
          ...changes,
          agents: [{ name: 'a', platform, altNames: [] }],
        } as Partial<Deployment>);
        for (const host of plan.hosts) {
          const options = installWords(plan, host)
            .slice(2)
            .map((word) => /^--([^=]+)=(.+)$/.exec(word)!.slice(1) as [string, string]);
          expect(new Set(options.map(([name]) => name)).size).toBe(options.length);
          for (const [name, value] of options) {
            const flag = installFlag(name)!;
            expect(isKnownTo(plan.deployment.stackVersion, flag)).toBe(true);
            expect(flag.roles).toContain(host.role);
            if (flag.kind === 'absolutePath') expect(filesOn(host)).toContain(value);
            if (flag.kind === 'absolutePaths') expect(filesOn(host)).toEqual(expect.arrayContaining(value.split(',')));
            if (flag.kind === 'enum') expect(flag.values).toContain(value);
          }
          const order = INSTALL_FLAGS.map(({ name }) => name);
          expect(options.map(([name]) => order.indexOf(name))).toEqual(
            options.map(([name]) => order.indexOf(name)).toSorted((a, b) => a - b),
          );
        }
      }),
    );
  });
});
