import type { Proof, ProvenLink } from '../proof/types.js';
import { figure, grouped } from './groups.js';
import { type Markup, markup } from './markup.js';
import { linkTitle } from './matrix.js';

/** The map as a table: what the commands and settings in the bundles say, and how many connections say the same. */
export function linksTable({ links }: Proof): Markup | undefined {
  if (links.length === 0) return undefined;
  const same = grouped(links, ({ client: _, server: __, serverName: ___, ...rest }) => JSON.stringify(rest));
  return markup`${laterNotes(links)}<details class="box"><summary>The same as a table, as the bundles configure it</summary>
<table class="stack"><thead><tr>${COLUMNS.map(({ title }) => markup`<th scope="col">${title}</th>`)}</tr></thead><tbody>${[
    ...same.values(),
  ].map(row)}</tbody></table></details>`;
}

/** Where a client presents another certificate once its settings have arrived from Fleet: one sentence for each link. */
function laterNotes(links: readonly ProvenLink[]): Markup[] {
  return [...grouped(links, ({ id }) => id)].flatMap(([id, own]) => {
    const shown = grouped(own, ({ client, server, serverName }) => JSON.stringify([client, server, serverName]));
    const pairs = [...shown.values()].map((same) => [...new Set(same.flatMap(({ clientShows }) => clientShows ?? []))]);
    const [first, later] = pairs.find(({ length }) => length > 1) ?? [];
    return later === undefined
      ? []
      : [
          markup`<p class="quiet">${linkTitle(id)}: the client presents ${first!} until it has its policy, and ${later} from then on. Both are proved.</p>`,
        ];
  });
}

type Column = { readonly title: string; readonly text: (link: ProvenLink, group: readonly ProvenLink[]) => string };

const COLUMNS: readonly [Column, ...Column[]] = [
  { title: 'link', text: ({ id }) => linkTitle(id) },
  { title: 'server shows', text: ({ serverShows }) => serverShows },
  { title: 'client trusts', text: ({ clientTrusts }) => clientTrusts.join(', ') },
  { title: 'client certificate', text: ({ clientAuth }) => clientAuth },
  { title: 'client shows', text: ({ clientShows }) => clientShows ?? 'none' },
  {
    title: 'server trusts',
    text: ({ clientAuth, serverTrusts }) => (clientAuth === 'none' ? 'none' : serverTrusts.join(', ')),
  },
  { title: 'connections', text: (_, { length }) => figure(length) },
];

function row(group: readonly ProvenLink[]): Markup {
  const [name, ...facts] = COLUMNS;
  const [link] = group as [ProvenLink];
  return markup`<tr><th scope="row">${name.text(link, group)}</th>${facts.map(
    ({ title, text }) => markup`<td data-label="${title}">${text(link, group)}</td>`,
  )}</tr>`;
}
