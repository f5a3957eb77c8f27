import type { ProvenInstall } from '../proof/types.js';
import type { Inventory } from '../store/types.js';
import { count, grouped, someOf } from './groups.js';
import { type Markup, markup } from './markup.js';

const NAMED = 6;

/** What is run on the hosts: the same command once, with everybody who runs it. */
export function commands(installs: readonly ProvenInstall[], { hosts }: Inventory): Markup {
  const nameOf = new Map(hosts.map(({ id, name }) => [id, name]));
  const place = new Map(hosts.map(({ id }, index) => [id, index]));
  const inOrder = installs.toSorted((a, b) => (place.get(a.bundle) ?? 0) - (place.get(b.bundle) ?? 0));
  const same = grouped(inOrder, ({ file, command }) => `${file}\n${command}`);
  const installed = new Set(installs.map(({ bundle }) => bundle));
  const byHand = hosts.filter(({ id }) => !installed.has(id));
  return markup`${[...same.values()].map((group) => commandCard(group, (id) => nameOf.get(id) ?? id))}${
    byHand.length === 0
      ? undefined
      : markup`<p class="quiet small byhand">No command for ${someOf(
          byHand.map(({ name }) => name),
          NAMED,
        )}: their bundles copy files and hold settings to add, in the order their README.md gives.</p>`
  }`;
}

function commandCard(group: readonly ProvenInstall[], nameOf: (id: string) => string): Markup {
  const [{ file, command }] = group as [ProvenInstall];
  const names = group.map(({ bundle }) => nameOf(bundle));
  return markup`<h3>${someOf(names, NAMED)} <span class="quiet small">${file}${names.length > 1 ? `, the same on ${count(names.length, 'host')}` : ''}</span></h3>
<div class="command"><button type="button" data-copy hidden>Copy</button><pre tabindex="0"><code>${command}</code></pre></div>
${names.length > NAMED + 1 ? markup`<details><summary>all ${count(names.length, 'host')}</summary><p class="small mono">${names.join(', ')}</p></details>` : undefined}`;
}
