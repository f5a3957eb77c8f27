import { isIP } from 'node:net';
import type { Deployment, PassphraseChoice, StackVersion } from '../deployment/types.js';
import type { ExtendedKeyUsage, SubjectAltName, Validity } from '../x509/write/types.js';
import { distinguishedName } from './subjects.js';
import type { AuthorityName, CertificateName, PlannedAuthority, PlannedCertificate, PlannedHost } from './types.js';

/** What every certificate of one name has in common. */
interface CertificateKind {
  readonly authority: AuthorityName;
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[];
  /** Names beyond the host's own ones. */
  readonly furtherNames?: (deployment: Deployment) => readonly string[];
  readonly passphrase: (deployment: Deployment, host: Host) => PassphraseChoice;
}

type Host = Pick<PlannedHost, 'role' | 'name' | 'platform'>;

/**
 * Fleet Server drops the passphrase of this key (fleet-server internal/pkg/server/agent.go:586-592). Kibana could read one
 * (`elasticsearch.ssl.keyPassphrase`, from its keystore), and no question asks for it.
 */
const neverEncrypted = (): PassphraseChoice => 'none';

/** The list of certificates, each naming the authority that signs it. */
export const CERTIFICATE_KINDS: Readonly<Record<CertificateName, CertificateKind>> = {
  'fleet-cert': {
    authority: 'fleet-ca',
    extendedKeyUsage: ['serverAuth'],
    // The host's own agent dials localhost:8221; health checks dial any of the three.
    furtherNames: () => ['localhost', '127.0.0.1', '::1'],
    passphrase: (deployment) => deployment.fleetKeyPassphrase,
  },
  'agent-cert': {
    authority: 'agent-ca',
    extendedKeyUsage: ['clientAuth'],
    furtherNames: (deployment) =>
      serverMatchesClientNames(deployment.stackVersion)
        ? ['localhost', ...deployment.fleetServers.map((server) => server.host)]
        : [],
    // No environment variable carries the passphrase of a container's agent key (elastic-agent cmd/container.go:555-560).
    passphrase: (deployment, host) => (host.platform === 'container' ? 'none' : deployment.agentKeyPassphrase),
  },
  'fleet-es-cert': { authority: 'es-ca', extendedKeyUsage: ['clientAuth'], passphrase: neverEncrypted },
  'es-cert': {
    authority: 'es-ca',
    extendedKeyUsage: ['serverAuth'],
    passphrase: (deployment) => deployment.esKeyPassphrase,
  },
  'kibana-es-cert': { authority: 'es-ca', extendedKeyUsage: ['clientAuth'], passphrase: neverEncrypted },
};

/**
 * Fleet Server 8.13.0 to 8.16.1 compared a client certificate's names with the server name the client dialled
 * (elastic-agent-libs before 0.14.0, fixed by its pull request 242); a version without patch level may be one of them.
 */
function serverMatchesClientNames({ major, minor, patch }: StackVersion): boolean {
  if (major !== 8 || minor < 13 || minor > 16) return false;
  return minor < 16 || (patch ?? 0) < 2;
}

/** The certificate of this name for this host. Names are the host's own, its further names, then what the kind adds. */
export function planCertificate(
  name: CertificateName,
  host: Host,
  deployment: Deployment,
  validity: Validity,
): PlannedCertificate {
  const kind = CERTIFICATE_KINDS[name];
  const agent = host.role === 'agent' ? deployment.agents.find((one) => one.name === host.name) : undefined;
  const names = [
    host.name,
    ...(agent?.altNames ?? []),
    ...(deployment.sans[host.name] ?? []),
    ...(kind.furtherNames?.(deployment) ?? []),
  ];
  return {
    name,
    authority: kind.authority,
    subject: distinguishedName(deployment.name, host.name, name),
    keyType: deployment.keyTypes.leaf,
    extendedKeyUsage: kind.extendedKeyUsage,
    subjectAltNames: [...new Set(names)].map(subjectAltName),
    validity,
    passphrase: kind.passphrase(deployment, host),
  };
}

/**
 * An authority may sign for exactly the usages of its certificates. Elastic Agent's `--certificate-authorities` holds
 * fleet-ca and agent-ca at once on a Fleet Server host; the usage on the authority keeps one from standing in for the other.
 * Generations have subjects of their own: Java looks up trust anchors by subject, and messages name nothing else.
 */
export function planAuthority(
  name: AuthorityName,
  deployment: Deployment,
  validity: Validity,
  generation = 1,
): PlannedAuthority {
  const signs = Object.values(CERTIFICATE_KINDS).filter((kind) => kind.authority === name);
  return {
    name,
    generation,
    subject: distinguishedName(deployment.name, generation === 1 ? name : `${name}-${generation}`),
    keyType: deployment.keyTypes.authority,
    extendedKeyUsage: (['serverAuth', 'clientAuth'] as const).filter((usage) =>
      signs.some((kind) => kind.extendedKeyUsage.includes(usage)),
    ),
    validity,
    passphrase: deployment.caKeyPassphrase,
  };
}

function subjectAltName(value: string): SubjectAltName {
  return { type: isIP(value) ? 'ip' : 'dns', value };
}
