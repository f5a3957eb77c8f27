import { LINK_IDS, type LinkId } from '../plan/types.js';
import { CASE_GROUPS, describeCase } from '../proof/cases.js';
import type { Proof, ProofCase } from '../proof/types.js';
import { count, figure, grouped } from './groups.js';
import { type Markup, markup } from './markup.js';

/** Links by cases: how many of each ended as they must. */
export function matrix({ cases }: Proof): Markup {
  const cells = grouped(cases, (one) => key(one.link, one.case));
  const links = LINK_IDS.filter((link) => cases.some((one) => one.link === link));
  const rows = [...new Set(cases.map((one) => one.case))].sort(byTable);
  return markup`<div class="card"><table class="stack"><thead><tr><th scope="col">what is tried</th>${links.map(
    (link) => markup`<th scope="col">${linkTitle(link)}</th>`,
  )}</tr></thead>${CASE_GROUPS.map((group) => {
    const own = rows.filter((id) => describeCase(id).group === group);
    return own.length === 0
      ? undefined
      : markup`<tbody><tr class="group"><th scope="rowgroup" colspan="${links.length + 1}">${group}</th></tr>${own.map(
          (id) =>
            markup`<tr><th scope="row">${describeCase(id).title}</th>${links.map((link) => cell(link, cells.get(key(link, id))))}</tr>`,
        )}</tbody>`;
  })}</table></div>`;
}

const key = (link: LinkId, id: string): string => `${link} ${id}`;

function cell(link: LinkId, group: readonly ProofCase[] | undefined): Markup {
  if (group === undefined) return markup`<td class="none" data-label="${linkTitle(link)}">–</td>`;
  const failed = group.filter((one) => !one.ok).length;
  const verb = group[0]!.expected === 'accept' ? 'works' : 'refused';
  return failed === 0
    ? markup`<td class="ok number" data-label="${linkTitle(link)}"><span><span class="mark">✓ ${verb}</span> <span class="quiet small">${figure(group.length)}</span></span></td>`
    : markup`<td class="bad number" data-label="${linkTitle(link)}"><span class="mark">✗ ${figure(failed)} of ${figure(group.length)}</span></td>`;
}

/** As the table of cases has them, authorities by name. */
const byTable = (a: string, b: string): number =>
  describeCase(a).position - describeCase(b).position || a.localeCompare(b, 'en');

/** What each end said, each wording once for each link. */
export function reasons({ cases }: Proof): Markup {
  const byLink = grouped(cases, (one) => one.link);
  return markup`${LINK_IDS.map((link) => {
    const own = byLink.get(link);
    if (!own) return undefined;
    const groups = grouped(own, ({ case: id, tls, expected, reason }) =>
      // A moment is not the same for any two.
      [id, tls, expected, reason.replace(/ at .*/, '')].join('\n'),
    );
    const rows = [...groups.values()].sort(([a], [b]) => byTable(a!.case, b!.case));
    return markup`<details class="box"><summary>${linkTitle(link)}: ${count(own.length, 'case')} and what was said</summary>
<table class="stack"><thead><tr><th scope="col">what is tried</th><th scope="col">by</th><th scope="col">must</th><th scope="col">and did, as one end said</th></tr></thead><tbody>${rows.map(reasonRow)}</tbody></table></details>`;
  })}`;
}

function reasonRow(group: readonly ProofCase[]): Markup {
  const [one] = group as [ProofCase];
  const must = one.expected === 'accept' ? 'work' : 'be refused';
  return markup`<tr><th scope="row">${describeCase(one.case).title}</th><td data-label="by">${one.tls === 'rule' ? 'dates' : one.tls} <span class="quiet">× ${figure(group.length)}</span></td>
<td data-label="must">${must}</td><td data-label="said" class="${one.ok ? 'ok' : 'bad'}"><span><span class="mark">${one.ok ? '✓' : '✗'}</span> <code>${one.reason}</code></span></td></tr>`;
}

const LINK_TITLES: Readonly<Record<LinkId, string>> = {
  'agent-to-fleet-server': 'agent → Fleet Server',
  'own-agent-to-fleet-server': 'own agent → Fleet Server',
  'fleet-server-to-elasticsearch': 'Fleet Server → Elasticsearch',
  'agent-to-elasticsearch': 'agent → Elasticsearch',
  'kibana-to-elasticsearch': 'Kibana → Elasticsearch',
};

export const linkTitle = (link: LinkId): string => LINK_TITLES[link];
