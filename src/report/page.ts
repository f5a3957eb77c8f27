import { createHash } from 'node:crypto';
import type { Proof } from '../proof/types.js';
import type { Inventory } from '../store/types.js';
import { authorityCards, hostCertificates } from './certificates.js';
import { commands } from './commands.js';
import { figure } from './groups.js';
import { linksTable } from './links.js';
import { mapStyle } from './map-style.js';
import { Markup, markup } from './markup.js';
import { matrix, reasons } from './matrix.js';
import { PAGE_SCRIPT } from './page-script.js';
import { PAGE_STYLE } from './page-style.js';
import { troubles } from './troubles.js';
import { renderTrustMap } from './trust-map.js';
import { verdict } from './verdict.js';

export interface ReportInput {
  readonly inventory: Inventory;
  readonly proof: Proof;
  /** How many hosts the proof is about; all of them unless given. */
  readonly provedHosts?: number;
  /** Days left are counted from here. */
  readonly now: Date;
}

/**
 * The report of a deployment: one HTML page that asks for nothing else, readable without its script, on paper and in both
 * colour schemes.
 */
export function renderReport({ inventory, proof, provedHosts, now }: ReportInput): string {
  const { name, mode, stackVersion, hosts, createdAt } = inventory;
  const troubleCount = proof.cases.filter(({ ok }) => !ok).length + proof.findings.length;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${name}: certificates and proof</title>
<link rel="icon" href="data:,">
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<header class="top"><h1>${name}</h1>
<p class="about"><span>${mode === 'mutual' ? 'mutual' : 'one-way'} TLS</span><span>Elastic Stack ${stackVersion}</span><span>${figure(hosts.length)} hosts</span><span>created ${createdAt.slice(0, 10)}</span><span>proved ${now.toISOString().slice(0, 10)}</span></p>
${verdict(inventory, proof, now)}${part(provedHosts ?? hosts.length, hosts.length)}</header>
<nav aria-label="Sections"><ul>${SECTIONS.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${section(
  'map',
  markup`<p>Clients at the left, servers at the right. Along each link: what one end shows, and by which authority the other end trusts it.</p>
<figure class="map" tabindex="0" aria-label="Trust map">${new Markup(renderTrustMap(inventory, now))}</figure>${linksTable(proof)}`,
)}
${section(
  'proof',
  markup`<p>Real handshakes between the files in the bundles, with the names the clients dial. Every client was tried with every server it dials; what must be refused was tried once for each link, server and kind of client, in TLS 1.2 and 1.3.</p>
${matrix(proof)}
<p class="quiet small note">The numbers count handshakes, or pairs of ends where dates are compared. A dash means that a case does not exist on a link: a client that compares no names is not tried with a wrong one, and a certificate that is welcome is no impostor.</p>${reasons(proof)}`,
)}
${section('troubles', markup`<p>${troubleCount === 0 ? undefined : 'What ended otherwise than it must, why, and what to do about it.'}</p>${troubles(proof)}`)}
${section(
  'certificates',
  markup`<p>What each host holds and until when it is valid, in UTC. Fingerprints are written as settings take them and logs print them: Elasticsearch logs SHA-1.</p>
${authorityCards(inventory, now)}${hostCertificates(inventory, now)}`,
)}
${section(
  'commands',
  markup`<p>What the bundles' install files run once the files are in place, as it was read back from them. Words in capitals are placeholders for secrets and the policy ID.</p>
${commands(proof.installs, inventory)}`,
)}
</main>
<footer>Made by fleet-certlab. This page holds no secret and asks no other computer for anything.</footer>
<script>${new Markup(PAGE_SCRIPT)}</script>
</body>
</html>
`.text;
}

/** Where an update proved only the hosts that it changed, and the servers. */
const part = (proved: number, all: number): Markup | undefined =>
  proved === all
    ? undefined
    : markup`<p class="quiet small note">This proof covers ${figure(proved)} of ${figure(all)} hosts: those that the last change reached, and the servers. The others were proved before and did not change. <code>fleet-certlab verify</code> proves all of them again.</p>`;

const SECTIONS = [
  { id: 'map', title: 'Trust map' },
  { id: 'proof', title: 'Proof' },
  { id: 'troubles', title: 'To fix' },
  { id: 'certificates', title: 'Certificates' },
  { id: 'commands', title: 'Install commands' },
] as const;

const section = (id: (typeof SECTIONS)[number]['id'], content: Markup): Markup =>
  markup`<section id="${id}"><h2>${SECTIONS.find((one) => one.id === id)!.title}</h2>${content}</section>`;

/** Nothing but this page's own styles and script, each known by its digest (CSP level 3 section 2.3.1). */
function contentPolicy(): string {
  const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${digest(PAGE_STYLE)} ${digest(mapStyle().text)}`,
    `script-src ${digest(PAGE_SCRIPT)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
