import type { Finding } from '../check/types.js';
import { describeCase, explainCase } from '../prove/cases.js';
import type { Proof, ProofCase } from '../prove/types.js';
import { count, grouped, someOf } from './groups.js';
import { type Markup, markup, type Part } from './markup.js';
import { linkTitle } from './matrix.js';

/** Hosts named before the rest is counted: the same fault in 2,000 bundles is one fault. */
const NAMED = 6;

/** Every case that ended otherwise than it must, and every finding, each with its cause and what to do. */
export function troubles({ cases, findings }: Proof): Markup {
  const failed = grouped(
    cases.filter((one) => !one.ok),
    (one) => [one.link, one.case, one.server, one.outcome, one.reason].join('\n'),
  );
  const same = grouped(findings, ({ where: _, ...rest }) => JSON.stringify(rest));
  if (failed.size + same.size === 0)
    return markup`<p class="quiet">Nothing: each case ended as it must, and no rule is broken.</p>`;
  return markup`${[...failed.values()].map(failedCase)}${[...same.values()].map(findingCard)}`;
}

function failedCase(group: readonly ProofCase[]): Markup {
  const [one] = group as [ProofCase];
  const { cause, fix } = explainCase(one);
  const must = one.expected === 'accept' ? 'must work and was refused' : 'must be refused';
  return trouble('error', `${linkTitle(one.link)}: ${describeCase(one.case).title}`, one.case, [
    ['result', `${must}${one.expected === 'refuse' && one.outcome === 'accept' ? ' and was accepted' : ''}`],
    [
      'said',
      markup`<code>${one.reason}</code> (${someOf(
        group.map(({ tls }) => (tls === 'rule' ? 'by its dates' : tls)),
        NAMED,
      )})`,
    ],
    [
      'client',
      someOf(
        group.map(({ client }) => client),
        NAMED,
      ),
    ],
    [
      'server',
      `${one.server}, dialled as ${someOf(
        group.map(({ serverName }) => serverName),
        NAMED,
      )}`,
    ],
    ['cause', cause],
    ['fix', fix],
  ]);
}

function findingCard(group: readonly Finding[]): Markup {
  const [{ rule, severity, seen, cause, fix }] = group as [Finding];
  const title = group.length === 1 ? cause : `${cause} (${count(group.length, 'place')})`;
  return trouble(severity, title, rule, [
    [
      'where',
      someOf(
        group.map(({ where }) => where),
        NAMED,
      ),
    ],
    ...(seen ? [['seen', markup`<code>${seen.text}</code> (${seen.program})`] as const] : []),
    ['fix', fix],
  ]);
}

type Pair = readonly [term: string, text: Part];

const trouble = (severity: Finding['severity'], title: string, id: string, pairs: readonly Pair[]): Markup =>
  markup`<article class="trouble is-${severity}"><h3><span class="${severity}">${severity}</span> ${title} <code class="quiet">${id}</code></h3>
<dl class="pairs">${pairs.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl></article>`;
