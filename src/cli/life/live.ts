import { CertlabError } from '../../errors.js';
import type { OpenDeployment } from '../../make/open.js';
import { observe } from '../../probe/observe.js';
import { parseTarget } from '../../probe/target.js';
import { sha256Fingerprint } from '../../x509/write/fingerprint.js';

/** What one server presents right now, compared with its bundle. */
export interface LiveServer {
  /** Id of the host. */
  readonly host: string;
  readonly url: string;
  readonly presents: 'this step' | 'another certificate' | 'not reached';
  /** The rest of a line about the host. */
  readonly text: string;
}

/** A server that does not answer within this many milliseconds is passed over. */
const PATIENCE = 5000;

/** Looks at every server of a deployment that has a URL: does it present the certificate of its bundle already? */
export async function livePart({ plan, inventory }: OpenDeployment, signal: AbortSignal): Promise<LiveServer[]> {
  const certificates = new Map(inventory.links.map(({ server, serverCertificate }) => [server, serverCertificate]));
  const servers = plan.hosts.flatMap(({ id, role, endpoint }) => {
    const name = certificates.get(role);
    const record = inventory.hosts.find((host) => host.id === id)?.certificates.find((one) => one.name === name);
    return endpoint && record ? [{ host: id, url: endpoint.url, sha256: record.sha256 }] : [];
  });
  return Promise.all(servers.map((server) => lookAt(server, signal)));
}

async function lookAt(
  { host, url, sha256 }: { readonly host: string; readonly url: string; readonly sha256: string },
  signal: AbortSignal,
): Promise<LiveServer> {
  try {
    const { sent } = await observe({ target: parseTarget(url), timeout: PATIENCE, signal });
    const isThis = sent[0] !== undefined && sha256Fingerprint(sent[0]) === sha256;
    const presents = isThis ? 'this step' : 'another certificate';
    return { host, url, presents, text: isThis ? '  presents it already' : '  still presents another certificate' };
  } catch (error) {
    if (!(error instanceof CertlabError) || error.code === 'ERR_CANCELLED') throw error;
    return { host, url, presents: 'not reached', text: `  not reached at ${url}` };
  }
}
