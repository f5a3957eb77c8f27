import type { HostRecord, Inventory } from '../store/types.js';
import { count, figure } from './groups.js';
import { lifeOf, lifeWords } from './life.js';
import { type Area, card, fitted } from './map-shapes.js';
import { type Markup, markup } from './markup.js';
import { type CertificateGroup, platformsOf, type RoleGroup } from './roles.js';

const PADDING = 16;
const LINE = 20;
const TITLE = 52;
const CERTIFICATE = 42;

const LIFE_PAINT = { good: 'f-quiet', soon: 'f-soon', over: 'f-bad', early: 'f-bad' } as const;

/** What the lines at the lower edge take: one certificate each. */
export const certificatesHeight = ({ certificates }: RoleGroup): number =>
  certificates.length === 0 ? 0 : certificates.length * CERTIFICATE + 8;

/** A role's box: how many hosts, which ones, and at the lower edge what they hold and until when it is valid. */
export function drawRole(group: RoleGroup, area: Area, now: Date): Markup {
  const { x, y, width, height } = area;
  const inner = { x: x + PADDING, width: width - 2 * PADDING };
  const certificatesTop = y + height - certificatesHeight(group);
  const summary = summaryOf(group);
  const namesTop = y + TITLE + 3 + summary.length * LINE;
  const names = namesIn(group.hosts, Math.floor((certificatesTop - namesTop - 4) / LINE) + 1);
  return markup`<g>${card(area)}
<text class="name f-ink" x="${inner.x}" y="${y + 28}">${group.title}</text>
${summary.map(
  (line, index) =>
    markup`<text class="small f-quiet" x="${inner.x}" y="${y + TITLE - 5 + index * LINE}">${line}</text>`,
)}
${names.map(
  (line, index) =>
    markup`<text class="mono f-ink" x="${inner.x}" y="${namesTop + index * LINE}">${fitted(line, inner.width, 'mono')}</text>`,
)}
${group.certificates.map((certificate, index) => drawCertificate(certificate, { ...inner, y: certificatesTop + index * CERTIFICATE }, now))}</g>`;
}

/** How many there are, and on which platforms where those differ, two to a line. */
function summaryOf({ role, hosts }: RoleGroup): string[] {
  if (hosts.length === 0) return ['no bundle was made'];
  const total = count(hosts.length, role === 'elasticsearch' ? 'node' : 'host');
  const platforms = platformsOf(hosts).map(([platform, number]) => `${figure(number)} ${platform}`);
  if (platforms.length === 1) return [total];
  return [total, platforms.slice(0, 2).join(', '), platforms.slice(2).join(', ')].filter((line) => line !== '');
}

/** As many names as there is room for; the last line says how many are not shown. */
function namesIn(hosts: readonly HostRecord[], lines: number): string[] {
  if (hosts.length <= lines) return hosts.map(({ name }) => name);
  const shown = hosts.slice(0, Math.max(0, lines - 1)).map(({ name }) => name);
  return [...shown, `and ${figure(hosts.length - shown.length)} more`];
}

function drawCertificate(
  { name, authority, records, firstToEnd }: CertificateGroup,
  { x, y, width }: Omit<Area, 'height'>,
  now: Date,
): Markup {
  const life = lifeOf(firstToEnd, now);
  const until = life.state === 'early' ? `from ${firstToEnd.notBefore.slice(0, 10)}` : `until ${life.until}`;
  return markup`<path class="s-line open" d="M${x} ${y}h${width}"/>
<rect class="f-${authority ?? 'unknown'}" x="${x}" y="${y + 9}" width="4" height="${CERTIFICATE - 16}" rx="2"/>
<text class="mono f-ink" x="${x + 12}" y="${y + 18}">${name}${times(records.length)}</text>
<text class="small ${LIFE_PAINT[life.state]}" x="${x + 12}" y="${y + 34}">${until}, ${lifeWords(life)}</text>`;
}

const times = (number: number): string => (number === 1 ? '' : ` × ${figure(number)}`);

export interface AuthorityBox extends Area {
  readonly record: Inventory['authorities'][number];
  /** Names of the certificates it signed, and how many of each. */
  readonly signed: ReadonlyMap<string, number>;
}

/** An authority: what it signed and until when it is valid. */
export function drawAuthority({ record, signed, ...area }: AuthorityBox, now: Date): Markup {
  const { x, y, width, height } = area;
  const life = lifeOf(record, now);
  const text = [...signed].map(([name, number]) => name + times(number)).join(', ');
  return markup`<g>${card(area)}
<rect class="f-${record.name}" x="${x + 14}" y="${y + 14}" width="5" height="${height - 28}" rx="2.5"/>
<text class="name f-${record.name}" x="${x + 32}" y="${y + 28}">${record.name}</text>
<text class="small ${LIFE_PAINT[life.state]} end" x="${x + width - 16}" y="${y + 28}">until ${life.until}, ${lifeWords(life)}</text>
<text class="small f-quiet" x="${x + 32}" y="${y + 49}">signs ${fitted(text, width - 64, 'sans')}</text></g>`;
}
