import type { HostRole, Link, LinkId } from '../plan/types.js';
import type { Inventory } from '../store/types.js';
import { count } from './groups.js';
import { drawLink, LINK_HEIGHT, paintsOf } from './map-link.js';
import { certificatesHeight, drawAuthority, drawRole } from './map-role.js';
import { type Area, arrow, chip, fitted } from './map-shapes.js';
import { mapStyle } from './map-style.js';
import { type Markup, markup } from './markup.js';
import { type CertificateGroup, type RoleGroup, roleGroup } from './roles.js';

const WIDTH = 1376;
const MARGIN = 24;
const SIDE = 254;
const CENTRE = 272;
const GAP = (WIDTH - 2 * MARGIN - 2 * SIDE - CENTRE) / 2;
const TOP = 92;
const BETWEEN = 22;
const AUTHORITY_HEIGHT = 64;
const NAMES_HEIGHT = 132;
const OWN_AGENT_HEIGHT = LINK_HEIGHT + 26;

/**
 * The deployment's roles and links as one picture: clients at the left, servers at the right; along each link, which
 * certificate is shown to whom and by which authority it is trusted.
 *
 * @param now days left are counted from here
 * @returns an SVG document that needs nothing else, in light and dark, and that a page may hold as it is
 */
export function renderTrustMap(inventory: Inventory, now: Date): string {
  const groups = (['agent', 'fleet-server', 'elasticsearch', 'kibana'] as const).map((role) =>
    roleGroup(inventory, role),
  );
  const areas = areasOf(groups);
  const paintOf = paintsOf(inventory);
  const { y, height } = areas.elasticsearch;
  const authoritiesTop = y + height + BETWEEN;
  const total = authoritiesTop + AUTHORITY_HEIGHT + MARGIN;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="trust-map" viewBox="0 0 ${WIDTH} ${total}" role="img" aria-labelledby="trust-map-title trust-map-desc">
<title id="trust-map-title">Trust map of the deployment ${inventory.name}</title>
<desc id="trust-map-desc">${inventory.links.map(inWords).join(' ')}</desc>
<style>${mapStyle()}</style>
<rect class="f-ground" width="${WIDTH}" height="${total}"/>
${heading(inventory, now)}
${groups.map((group) => drawRole(group, roleArea(group.role, areas), now))}
${ownAgent(areas)}
${inventory.links.map((link) => drawLink(link, LINK_PLACES[link.id].title, LINK_PLACES[link.id].at(areas), paintOf))}
${legend(areas)}
${authorities(inventory, groups, authoritiesTop, now)}
</svg>
`.text;
}

type Areas = Readonly<Record<HostRole | 'own-agent', Area>>;

function areasOf([, fleetServer, , kibana]: readonly RoleGroup[]): Areas {
  const [left, middle, right] = [MARGIN, MARGIN + SIDE + GAP, WIDTH - MARGIN - SIDE];
  const fleetHeight = NAMES_HEIGHT + certificatesHeight(fleetServer!) + OWN_AGENT_HEIGHT;
  const kibanaTop = TOP + fleetHeight + LINK_HEIGHT + 2 * BETWEEN;
  const kibanaHeight = 90 + Math.max(certificatesHeight(kibana!), 40);
  const area = (x: number, y: number, width: number, height: number): Area => ({ x, y, width, height });
  return {
    agent: area(left, TOP, SIDE, fleetHeight + BETWEEN + LINK_HEIGHT),
    'fleet-server': area(middle, TOP, CENTRE, fleetHeight),
    'own-agent': area(middle, TOP + fleetHeight - OWN_AGENT_HEIGHT, CENTRE, OWN_AGENT_HEIGHT),
    kibana: area(middle, kibanaTop, CENTRE, kibanaHeight),
    elasticsearch: area(right, TOP, SIDE, kibanaTop + kibanaHeight - TOP),
  };
}

/** Fleet Server's own certificates stand above its agent's corner. */
function roleArea(role: HostRole, areas: Areas): Area {
  const area = areas[role];
  return role === 'fleet-server' ? { ...area, height: area.height - OWN_AGENT_HEIGHT } : area;
}

type LinkPlace = { readonly title: string; readonly at: (areas: Areas) => { x: number; y: number; width: number } };

const between = (left: Area, right: Area, y: number) => ({
  x: left.x + left.width,
  y,
  width: right.x - left.x - left.width,
});

/** Where each link of the links table runs: all of them from left to right, none across another. */
const LINK_PLACES: Readonly<Record<LinkId, LinkPlace>> = {
  'agent-to-fleet-server': {
    title: 'agent → Fleet Server',
    at: (areas) => between(areas.agent, areas['fleet-server'], TOP + 40),
  },
  'own-agent-to-fleet-server': {
    title: 'its own agent → localhost:8221',
    at: ({ 'own-agent': { x, y, width } }) => ({ x: x + 8, y: y + 20, width: width - 16 }),
  },
  'fleet-server-to-elasticsearch': {
    title: 'Fleet Server → Elasticsearch',
    at: (areas) => between(areas['fleet-server'], areas.elasticsearch, TOP + 40),
  },
  'agent-to-elasticsearch': {
    title: 'agent → Elasticsearch (its output)',
    at: (areas) =>
      between(areas.agent, areas.elasticsearch, areas['fleet-server'].y + areas['fleet-server'].height + BETWEEN),
  },
  'kibana-to-elasticsearch': {
    title: 'Kibana → Elasticsearch',
    at: (areas) => between(areas.kibana, areas.elasticsearch, areas.kibana.y + 8),
  },
};

function inWords({ id, serverCertificate, clientTrusts, clientAuth, clientCertificate, serverTrusts }: Link): string {
  const server = `${LINK_PLACES[id].title}: the server shows ${serverCertificate}, trusted by ${clientTrusts};`;
  return clientCertificate === undefined
    ? `${server} no client certificate is asked for.`
    : `${server} client authentication ${clientAuth}: the client shows ${clientCertificate}, trusted by ${serverTrusts}.`;
}

function heading({ name, mode, stackVersion, hosts }: Inventory, now: Date): Markup {
  const facts = `${mode === 'mutual' ? 'mutual' : 'one-way'} TLS, Elastic Stack ${stackVersion}, ${count(hosts.length, 'host')}`;
  return markup`<text class="title f-ink" x="${MARGIN}" y="44">${fitted(name, 560, 'sans')}</text>
<text class="f-quiet" x="${MARGIN}" y="70">${facts}</text>
<text class="f-quiet end" x="${WIDTH - MARGIN}" y="70">days counted from ${now.toISOString().slice(0, 10)}</text>`;
}

const ownAgent = ({ 'own-agent': { x, y, width, height } }: Areas): Markup =>
  markup`<rect class="f-card s-line dash" x="${x}" y="${y + 6}" width="${width}" height="${height - 6}" rx="12" stroke-width="1.5"/>`;

/** The corner that no link needs says how to read the others. */
function legend({ agent, kibana }: Areas): Markup {
  const [x, y] = [agent.x, kibana.y + 18];
  return markup`<g><text class="link f-quiet" x="${x}" y="${y}">how to read it</text>
${chip('certificate', 'certificate', 'quiet', { x, y: y + 28 })}
${arrow({ x: x + 132, y: y + 28 }, { x: x + 196, y: y + 28 }, 'quiet')}
${chip('authority', 'authority', 'quiet', { x: x + 200, y: y + 28 })}
<text class="small f-quiet" x="${x}" y="${y + 64}">what one end shows, and by which authority the other end trusts it;</text>
<text class="small f-quiet" x="${x}" y="${y + 82}">both have the colour of the authority that signed.</text></g>`;
}

function authorities(inventory: Inventory, groups: readonly RoleGroup[], y: number, now: Date): Markup {
  const number = inventory.authorities.length;
  const width = (WIDTH - 2 * MARGIN - (number - 1) * BETWEEN) / number;
  const certificates = groups.flatMap((group) => group.certificates);
  return markup`${inventory.authorities.map((record, index) => {
    const signed = signedBy(record.name, certificates);
    const x = MARGIN + index * (width + BETWEEN);
    return drawAuthority({ record, signed, x, y, width, height: AUTHORITY_HEIGHT }, now);
  })}`;
}

/** Agents and Fleet Server's own agent hold certificates of one name. */
function signedBy(authority: string, groups: readonly CertificateGroup[]): Map<string, number> {
  const signed = new Map<string, number>();
  for (const { name, records } of groups.filter((group) => group.authority === authority)) {
    signed.set(name, (signed.get(name) ?? 0) + records.length);
  }
  return signed;
}
