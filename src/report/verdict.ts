import type { Proof } from '../proof/types.js';
import type { Inventory } from '../store/types.js';
import { count, figure } from './groups.js';
import { firstToEnd, lifeOf, lifeWords } from './life.js';
import { type Markup, markup, type Part } from './markup.js';

/** The whole page in one sentence and a few numbers. */
export function verdict({ hosts, authorities }: Inventory, proof: Proof, now: Date): Markup {
  const { cases, findings, ok } = proof;
  const handshakes = cases.filter(({ tls }) => tls !== 'rule');
  const good = handshakes.filter((one) => one.ok);
  const wrong = cases.filter((one) => !one.ok).length;
  const first = firstToEnd([...authorities, ...hosts.flatMap(({ certificates }) => certificates)]);
  return markup`<div class="verdict${ok ? '' : ' failed'}"><p>${sentence(proof, wrong)}</p>
<dl class="facts">${[
    fact('accepted', figure(good.filter(({ outcome }) => outcome === 'accept').length), 'handshakes that must work'),
    fact('refused', figure(good.filter(({ outcome }) => outcome === 'refuse').length), 'handshakes that must fail'),
    fact(
      'not as they must',
      figure(wrong),
      `of ${count(cases.length, 'case')}${decidedByRules(cases.length - handshakes.length)}`,
    ),
    fact('findings', figure(findings.length), 'broken rules of Go and Java'),
    first && fact('first to end', lifeOf(first, now).until, `${first.name}, ${lifeWords(lifeOf(first, now))}`),
  ]}</dl></div>`;
}

/** Cases that no handshake can show, like a wrong clock. */
const decidedByRules = (number: number): string =>
  number === 0 ? '' : `, ${figure(number)} of them decided without a handshake`;

function sentence({ cases, ok, findings }: Proof, wrong: number): string {
  if (cases.length === 0) return 'Nothing was proved: no link has both of its ends here.';
  if (ok) return 'Proved: every link works in TLS 1.2 and 1.3, and what must be refused is refused.';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const parts = [
    wrong > 0 && `${count(wrong, 'case')} did not end as they must`,
    errors > 0 && `${count(errors, 'finding')} must be fixed`,
  ];
  return `Not proved: ${parts.filter(Boolean).join(', and ')}.`;
}

const fact = (name: string, value: string, about: Part): Markup =>
  markup`<div><dt>${name}</dt><dd>${value}<small>${about}</small></dd></div>`;
