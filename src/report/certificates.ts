import type { CertificateRecord, HostRecord, Inventory } from '../store/types.js';
import { count } from './groups.js';
import { firstToEnd, type Life, lifeOf, lifeWords } from './life.js';
import { type Markup, markup, type Part } from './markup.js';
import { type RoleGroup, roleGroup } from './roles.js';

/** A role of more hosts is split, so that a browser lays out only what was opened. */
const CHUNK = 100;
/** What is printed without being opened: a few pages, not a book. */
const PRINTED = 24;

/** The authorities, each with the forms of its fingerprint that settings and logs use. */
export const authorityCards = ({ authorities }: Inventory, now: Date): Markup =>
  markup`<div class="authorities">${authorities.map(
    (record) => markup`<article class="authority of-${record.name}"><h3>${record.name}</h3>${lifeBar(record, now)}
${pairs([
  ...common(record, now),
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
  const few = hosts.length <= PRINTED;
  const content =
    hosts.length <= CHUNK
      ? blocks(hosts)
      : chunks(hosts).map(
          (chunk) =>
            markup`<details><summary>${chunk[0]!.name} to ${chunk.at(-1)!.name} ${soonest(chunk, now)}</summary>${blocks(chunk)}</details>`,
        );
  return markup`<details class="box${few ? ' prints' : ''}"${few ? OPEN : undefined}><summary><strong>${title}</strong>: ${count(hosts.length, noun)} ${soonest(hosts, now)}</summary><div class="hosts">${content}</div></details>`;
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
  markup`<div class="host"><strong>${name}</strong> <span class="quiet small">${platform}, ${bundle}</span><div class="certificates">${certificates.map(
    (
      record,
    ) => markup`<div class="certificate of-${authorityOf(record.issuer)}"><code class="tag">${record.name}</code>${lifeBar(record, now)}
${pairs([
  ...common(record, now),
  ['issuer', code(record.issuer)],
  ['SHA-256', code(record.sha256)],
  ["SHA-1, as in Elasticsearch's log", code(record.sha1)],
])}</div>`,
  )}</div></div>`;

type Pair = readonly [term: string, text: Part];

function common(record: CertificateRecord, now: Date): Pair[] {
  const life = lifeOf(record, now);
  return [
    ['validity', markup`<span class="life ${life.state}">${record.notBefore.slice(0, 10)} to ${lifeText(life)}</span>`],
    ['subject', code(record.subject)],
    ...(record.subjectAltNames.length > 0 ? [['names', code(record.subjectAltNames.join(', '))] as const] : []),
    ['serial', code(record.serial)],
    ['key', `${record.keyType}${record.keyEncrypted ? ', encrypted' : ''}`],
  ];
}

const lifeText = (life: Life): string => `${life.until}, ${lifeWords(life)}`;

const code = (text: string): Markup => markup`<code>${text}</code>`;

const pairs = (list: readonly Pair[]): Markup =>
  markup`<dl class="pairs">${list.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>`;

/** The part of the validity that is left; the words beside it say the same. */
const lifeBar = (record: CertificateRecord, now: Date): Markup =>
  markup`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="6" rx="1"/><rect class="rest" width="${Math.round(lifeOf(record, now).left * 100)}" height="6" rx="1"/></svg>`;
