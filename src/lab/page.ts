import { markdownCode } from '../text/quote.js';
import { FAULT_TOPICS, FAULTS } from './catalogue/index.js';
import { type Fault, JUDGES, type JudgeName } from './types.js';

const INTRODUCTION = `# The lab's faults

${FAULTS.length} ways to break a deployment, each in a copy that is consistent in everything else:
\`fleet-certlab lab break <deployment> --fault <id> --out <folder>\` writes one, \`fleet-certlab lab serve <deployment> --fault <id>\`
stands in for its servers. An id never changes its meaning.

What the programs say was recorded by running every broken copy past them: Elastic's own TLS loader
(elastic-agent-libs), which Elastic Agent and Fleet Server are built with; Java with Elasticsearch's own loader, at both
ends; OpenSSL. "Nothing" means that the connection comes about and nobody notices.

This file is made from the catalogue in \`src/lab/catalogue\`.`;

/** Who said it. */
const NAMES: Readonly<Record<JudgeName, string>> = {
  go: "Elastic's loader, 9.5",
  goBefore95: "Elastic's loader, before 9.5",
  java: 'Java',
  openssl: 'OpenSSL',
};

/** docs/lab.md: every fault, by topic. */
export function faultsPage(): string {
  const topics = FAULT_TOPICS.map(({ title, faults }) => [`## ${title}`, ...faults.map(faultSection)].join('\n\n'));
  return `${[INTRODUCTION, ...topics].join('\n\n')}\n`;
}

function faultSection({ id, title, done, link, rules, rulesBefore95, says }: Fault): string {
  const before = rulesBefore95 ? `; before 9.5: ${ruleLinks(rulesBefore95)}` : '';
  const said = sayingsOf(says).map(({ who, text, end }) => {
    return `- ${who}: ${text === undefined ? 'nothing' : `${markdownCode(text)}, at the ${end}`}`;
  });
  return [
    `### ${id}`,
    `*${literal(title)}.* Done: ${literal(done)}.`,
    [
      `- shows on: ${markdownCode(link)}`,
      `- \`verify\` and \`check\` find: ${ruleLinks(rules)}${before}`,
      ...said,
    ].join('\n'),
  ].join('\n\n');
}

/** What was said, in words, once where two versions say the same; no text where nothing was noticed. */
export const sayingsOf = (says: Fault['says']): { who: string; end: string; text?: string }[] =>
  JUDGES.flatMap((judge) => {
    const saying = says[judge];
    if (!saying || (judge === 'goBefore95' && saying === says.go)) return [];
    const { end, text } = saying;
    return [{ who: NAMES[judge], end, ...(text !== 'accepted' && { text }) }];
  });

/** Characters that mean something in Markdown and stand for themselves here. */
const literal = (text: string): string => text.replaceAll(/[\\*_<>`|[\]]/g, '\\$&');

const ruleLinks = (rules: readonly string[]): string =>
  rules.map((rule) => `[${rule}](rules.md#${rule})`).join(', ') || 'nothing';
