import { describeCase, explainCase, isUndecided } from '../proof/cases.js';
import type { Proof, ProofCase } from '../proof/types.js';
import type { Finding } from '../rules/types.js';
import { count, grouped, someOf } from './groups.js';
import { type Markup, markup, type Part } from './markup.js';
import { linkTitle } from './matrix.js';

/** Hosts named before the rest is counted: the same fault in 2,000 bundles is one fault. */
const NAMED = 6;

/** Every case that ended otherwise than it must, and every finding, each with its cause and what to do. */
export function troubles({ cases, findings }: Proof): Markup {
  const wrong = cases.filter((one) => !one.ok);
  // While one end refuses everybody, nobody knows what the other one would refuse: one trouble, not ten.
  const failed = grouped(wrong, (one) =>
    [one.link, isUndecided(one) || one.case, one.server, one.outcome, one.reason].join('\n'),
  );
  const same = grouped(findings, ({ where: _, ...rest }) => JSON.stringify(rest));
  if (failed.size + same.size === 0)
    return markup`<p class="quiet">Nothing: each case ended as it must, and no rule is broken.</p>`;
  return markup`${[...failed.values()].map(failedCase)}${[...same.values()].map(findingCard)}`;
}

function failedCase(group: readonly ProofCase[]): Markup {
  const [one] = group as [ProofCase];
  const { cause, fix } = explainCase(one);
  const named = (field: 'client' | 'serverName' | 'tls') => some(group.map((each) => each[field]));
  const tried = [...new Set(group.map((each) => describeCase(each.case).title))];
  const [title, result] = isUndecided(one)
    ? ['not decided by the end that must', `refused by the other end: ${tried.join('; ')}`]
    : [tried[0]!, one.expected === 'accept' ? 'must work and was refused' : 'must be refused and was accepted'];
  return trouble('error', `${linkTitle(one.link)}: ${title}`, isUndecided(one) ? undefined : one.case, [
    ['result', result],
    ['said', markup`<code>${one.reason}</code> (${one.tls === 'rule' ? 'by the dates' : named('tls')})`],
    ['client', named('client')],
    ['server', `${one.server}, dialled as ${named('serverName')}`],
    ['cause', cause],
    ['fix', fix],
  ]);
}

function findingCard(group: readonly Finding[]): Markup {
  const [{ rule, severity, seen, cause, fix }] = group as [Finding];
  return trouble(severity, group.length === 1 ? cause : `${cause} (${count(group.length, 'place')})`, rule, [
    ['where', some(group.map(({ where }) => where))],
    ...(seen ? [['seen', markup`<code>${seen.text}</code> (${seen.program})`] as const] : []),
    ['fix', fix],
  ]);
}

const some = (names: readonly string[]): string => someOf(names, NAMED);

type Pair = readonly [term: string, text: Part];

const trouble = (
  severity: Finding['severity'],
  title: string,
  id: string | undefined,
  pairs: readonly Pair[],
): Markup =>
  markup`<article class="trouble is-${severity}"><h3><span class="${severity}">${severity}</span> ${title} ${id && markup`<code class="quiet">${id}</code>`}</h3>
<dl class="pairs">${pairs.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl></article>`;
