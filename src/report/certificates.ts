import type { CertificateRecord, HostRecord, Inventory } from '../store/types.js';
import { count } from './groups.js';
import { firstToEnd, type Life, lifeOf, lifeWords } from './life.js';
import { Markup, markup, type Part } from './markup.js';
import { type RoleGroup, roleGroup } from './roles.js';

/** A role of more hosts is split, so that a browser lays out only what was opened. */
const CHUNK = 100;
/** What is printed without being opened: a few pages, not a book. */
const PRINTED = 24;
/** What is open from the beginning. */
const OPENED = 6;

/** The authorities, each with the forms of its fingerprint that settings and logs use. */
export const authorityCards = ({ authorities }: Inventory, now: Date): Markup =>
  markup`<div class="authorities">${authorities.map(
    (record) => markup`<article class="authority of-${record.name}">${lifeLine(record, 'h3', now)}
${pairs([
  ...common(record),
  ['SHA-256, as in ca_trusted_fingerprint', code(record.sha256)],
  ["SHA-1, as in Elasticsearch's log", code(record.sha1)],
  ['SHA-256 of the public key, as in ca_sha256', code(record.spkiSha256)],
])}</article>`,
  )}</div>`;

/** The hosts' certificates by role. */
export function hostCertificates(inventory: Inventory, now: Date): Markup {
  const groups = (['fleet-server', 'elasticsearch', 'kibana', 'agent'] as const).map((role) =>
    roleGroup(inventory, role),
  );
  const authorityOf = new Map(inventory.authorities.map(({ subject, name }) => [subject, name]));
  return markup`${groups
    .filter(({ certificates }) => certificates.length > 0)
    .map((group) => roleDetails(group, (issuer) => authorityOf.get(issuer) ?? 'unknown', now))}`;
}

const OPEN = markup` open`;

type AuthorityOf = (issuer: string) => string;

function roleDetails({ title, hosts, role }: RoleGroup, authorityOf: AuthorityOf, now: Date): Markup {
  const blocks = (some: readonly HostRecord[]) => some.map((host) => hostBlock(host, authorityOf, now));
  const noun = role === 'elasticsearch' ? 'node' : 'host';
  const content =
    hosts.length <= CHUNK
      ? blocks(hosts)
      : chunks(hosts).map(
          (chunk) =>
            markup`<details><summary>${chunk[0]!.name} to ${chunk.at(-1)!.name} ${soonest(chunk, now)}</summary>${blocks(chunk)}</details>`,
        );
  return markup`<details class="box${hosts.length <= PRINTED ? ' prints' : ''}"${hosts.length <= OPENED ? OPEN : undefined}><summary><strong>${title}</strong>: ${count(hosts.length, noun)} ${soonest(hosts, now)}</summary><div class="hosts">${content}</div></details>`;
}

function soonest(hosts: readonly HostRecord[], now: Date): Markup | undefined {
  const first = firstToEnd(hosts.flatMap(({ certificates }) => certificates));
  return (
    first &&
    markup`<span class="life ${lifeOf(first, now).state}">· first to end ${lifeText(lifeOf(first, now))}</span>`
  );
}

function chunks(hosts: readonly HostRecord[]): HostRecord[][] {
  return Array.from({ length: Math.ceil(hosts.length / CHUNK) }, (_, index) =>
    hosts.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

const hostBlock = ({ name, platform, bundle, certificates }: HostRecord, authorityOf: AuthorityOf, now: Date): Markup =>
  markup`<div class="host"><strong>${name}</strong> <span class="quiet small">${platform}, ${bundle}</span>${certificates.map(
    (record) => markup`<div class="certificate of-${authorityOf(record.issuer)}">${lifeLine(record, 'code', now)}
${pairs([...common(record), ['issuer', code(record.issuer)], ['SHA-256', code(record.sha256)], ['SHA-1', code(record.sha1)]])}</div>`,
  )}</div>`;

type Pair = readonly [term: string, text: Part];

const common = (record: CertificateRecord): Pair[] => [
  ['subject', code(record.subject)],
  ...(record.subjectAltNames.length > 0 ? [['names', code(record.subjectAltNames.join(', '))] as const] : []),
  ['validity', code(`${record.notBefore} to ${record.notAfter}`)],
  ['serial', code(record.serial)],
  ['key', code(`${record.keyType}${record.keyEncrypted ? ', encrypted' : ''}`)],
];

const lifeText = (life: Life): string => `${life.until}, ${lifeWords(life)}`;

const code = (text: string): Markup => markup`<code>${text}</code>`;

const pairs = (list: readonly Pair[]): Markup =>
  markup`<dl class="pairs">${list.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>`;

/** A certificate's name, the part of its validity that is left as a bar, and the same in words. */
function lifeLine(record: CertificateRecord, element: 'h3' | 'code', now: Date): Markup {
  const life = lifeOf(record, now);
  const tag = new Markup(element);
  return markup`<div class="life-line"><${tag} class="tag">${record.name}</${tag}><svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="6"/><rect class="rest" width="${Math.round(life.left * 100)}" height="6"/></svg><span class="life ${life.state}">until ${lifeText(life)}</span></div>`;
}
