import type { PassphraseChoice } from '../../src/deployment/types.js';
import type {
  AuthorityName,
  CertificateName,
  HostRole,
  Plan,
  PlannedAuthority,
  PlannedCertificate,
  PlannedHost,
} from '../../src/plan/types.js';
import type { ExtendedKeyUsage, KeyType } from '../../src/x509/write/types.js';

const now = Date.now();
const validity = (days: number) => ({
  notBefore: new Date(now - 600_000),
  notAfter: new Date(now + days * 86_400_000),
});

const USAGE: Record<AuthorityName, readonly ExtendedKeyUsage[]> = {
  'fleet-ca': ['serverAuth'],
  'agent-ca': ['clientAuth'],
  'es-ca': ['serverAuth', 'clientAuth'],
};

export function authority(name: AuthorityName, passphrase: PassphraseChoice = 'none'): PlannedAuthority {
  const subject = { organization: 'fleet', organizationalUnit: name, commonName: `fleet ${name}` };
  return {
    name,
    generation: 1,
    subject,
    keyType: 'ec-p256',
    extendedKeyUsage: USAGE[name],
    validity: validity(3650),
    passphrase,
  };
}

const CERTIFICATE: Record<CertificateName, { authority: AuthorityName; usage: ExtendedKeyUsage }> = {
  'fleet-cert': { authority: 'fleet-ca', usage: 'serverAuth' },
  'agent-cert': { authority: 'agent-ca', usage: 'clientAuth' },
  'fleet-es-cert': { authority: 'es-ca', usage: 'clientAuth' },
  'es-cert': { authority: 'es-ca', usage: 'serverAuth' },
  'kibana-es-cert': { authority: 'es-ca', usage: 'clientAuth' },
};

export function certificate(
  name: CertificateName,
  host: string,
  passphrase: PassphraseChoice = 'none',
  keyType: KeyType = 'ec-p256',
): PlannedCertificate {
  const { authority, usage } = CERTIFICATE[name];
  return {
    name,
    authority,
    subject: { organization: 'fleet', organizationalUnit: name, commonName: host },
    keyType,
    extendedKeyUsage: [usage],
    subjectAltNames: [
      { type: 'dns', value: host },
      { type: 'ip', value: '10.1.2.3' },
    ],
    validity: validity(825),
    passphrase,
  };
}

export function host(
  role: HostRole,
  name: string,
  authorities: readonly AuthorityName[],
  ...certificates: PlannedCertificate[]
): PlannedHost {
  return {
    id: `${role}-${name}`,
    role,
    name,
    platform: 'linux',
    targetDir: '/etc/fleet-tls',
    authorities,
    certificates,
  };
}

export const agent = (name: string, passphrase: PassphraseChoice = 'none'): PlannedHost =>
  host('agent', name, ['fleet-ca', 'es-ca'], certificate('agent-cert', name, passphrase));

/** A plan of these parts: all that issue/ looks at. */
export function plan(hosts: readonly PlannedHost[], authorities?: readonly PlannedAuthority[]): Plan {
  return {
    deployment: {
      name: 'fleet',
      mode: 'mutual',
      fleetServers: [],
      fleetPort: 8220,
      elasticsearch: [],
      agents: [],
      sans: {},
      clientAuth: 'required',
      esClientAuth: 'required',
      stackVersion: { major: 9, minor: 5 },
      keyTypes: { authority: 'ec-p256', leaf: 'ec-p256' },
      days: 825,
      caDays: 3650,
      agentKeyPassphrase: 'generate',
      fleetKeyPassphrase: 'none',
      esKeyPassphrase: 'none',
      caKeyPassphrase: 'none',
      kdfIterations: { generated: 2048, given: 5000 },
      fips: false,
      targetDir: { posix: '/etc/fleet-tls', windows: 'C:\\ProgramData\\fleet-tls' },
    },
    links: [],
    authorities: authorities ?? [authority('fleet-ca'), authority('agent-ca'), authority('es-ca')],
    hosts,
    notices: [],
  };
}
