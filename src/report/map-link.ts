import type { Link } from '../plan/types.js';
import type { CertificateRecord, Inventory } from '../store/types.js';
import { arrow, chip, chipWidth, type Place } from './map-shapes.js';
import { type Markup, markup } from './markup.js';

export const LINK_HEIGHT = 112;
const LANE = 34;
const GAP = 5;

type Paints = (name: string) => string;

/** Each certificate in the colour of the authority that signed it. */
export function paintsOf({ authorities, hosts }: Inventory): Paints {
  const bySubject = new Map(authorities.map(({ subject, name }) => [subject, name]));
  const painted = new Map<string, string>(authorities.map(({ name }) => [name, name]));
  for (const { name, issuer } of hosts.flatMap((host): readonly CertificateRecord[] => host.certificates)) {
    painted.set(name, bySubject.get(issuer) ?? 'unknown');
  }
  return (name) => painted.get(name) ?? 'unknown';
}

/**
 * One link between the client at the left and the server at the right: above, what the server shows to who trusts it;
 * below, the same the other way round where the server asks for a certificate.
 */
export function drawLink(link: Link, title: string, at: Place & { readonly width: number }, paintOf: Paints): Markup {
  const [left, right, middle] = [at.x + GAP, at.x + at.width - GAP, at.x + at.width / 2];
  const lane = (number: number) => at.y + 36 + number * LANE;
  const asked = link.clientAuth === 'required' ? 'client certificate required' : 'client certificate optional';
  return markup`<g><text class="link f-ink mid" x="${middle}" y="${at.y + 12}">${title}</text>
${shows(link.serverCertificate, link.clientTrusts, { from: right, to: left, y: lane(0) }, paintOf)}
${
  link.clientCertificate === undefined || link.serverTrusts === undefined
    ? markup`<text class="small f-quiet mid" x="${middle}" y="${lane(1) + 2}">no client certificate asked for</text>`
    : markup`${shows(link.clientCertificate, link.serverTrusts, { from: left, to: right, y: lane(1), dashed: link.clientAuth === 'optional' }, paintOf)}
<text class="small f-quiet mid" x="${middle}" y="${lane(2) - 4}">${asked}</text>`
}</g>`;
}

interface Lane {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly dashed?: boolean;
}

/** A certificate, an arrow, and the authority by which it is trusted at the other end. */
function shows(certificate: string, authority: string, { from, to, y, dashed }: Lane, paintOf: Paints): Markup {
  const toward = Math.sign(to - from);
  const [shown, trusted] = [chipWidth(certificate), chipWidth(authority)];
  const at = (edge: number, width: number, outward: number) => ({ x: outward > 0 ? edge - width : edge, y });
  return markup`${chip('certificate', certificate, paintOf(certificate), at(from, shown, -toward))}
${arrow({ x: from + toward * (shown + 4), y }, { x: to - toward * (trusted + 4), y }, paintOf(certificate), dashed)}
${chip('authority', authority, paintOf(authority), at(to, trusted, toward))}`;
}
