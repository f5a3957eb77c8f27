import { allPages, type Page, speakerOf } from './explain.js';
import { TOPICS } from './index.js';

const INTRODUCTION = `# Rules

What \`fleet-certlab check\`, \`verify\` and \`probe\` can find, by topic. An id never changes its meaning.
\`fleet-certlab explain <id>\` prints one of these pages; \`fleet-certlab explain "<error message>"\` finds the pages that a
message can come from. In the texts of the programs, words in braces stand for what differs from case to case.

This file is made from the table of rules in \`src/rules\`.

## The output of \`check --json\`

| field | what it is |
| --- | --- |
| \`version\` | 1; fields may be added under the same number, none changes its meaning |
| \`sources[]\` | \`source\` (\`command line\` or a file), \`kind\` (\`agent\`, \`fleet-server\`, \`elasticsearch\`, \`kibana\`, \`files\`), \`flags[]\` with \`flag\`, \`value\` (absent for secrets and switches) and \`meaning\` |
| \`findings[]\` | \`rule\` (an id of this page), \`severity\` (\`error\`, \`warning\`, \`info\`), \`where\`, \`seen\` (\`program\`, \`text\`; absent where nothing is said), \`cause\`, \`fix\`; errors first |
| \`handshakes[]\` | \`client\`, \`server\`, \`serverName\`, \`tls\`, \`outcome\` (\`accept\`, \`refuse\`), \`reason\` |

The exit code is 1 when a finding is an error, 2 for wrong usage, else 0.

Absolute paths of a host are looked up below \`--root DIR\`: \`/etc/fleet-tls/fleet-ca.pem\` as \`DIR/etc/fleet-tls/fleet-ca.pem\`,
\`C:\\ProgramData\\fleet-tls\\fleet-ca.pem\` as \`DIR/C/ProgramData/fleet-tls/fleet-ca.pem\` or else as
\`DIR/ProgramData/fleet-tls/fleet-ca.pem\`. Relative paths in elasticsearch.yml are looked up beside that file and in the
folder above it, then in \`/etc/elasticsearch\` and \`/usr/share/elasticsearch/config\`.
`;

/** docs/rules.md: every rule, by topic. */
export function rulesPage(): string {
  const pages = allPages();
  const topics = TOPICS.map(({ title }) => {
    const own = pages.filter(({ topic }) => topic === title);
    return [`## ${title}`, ...own.map(ruleSection)].join('\n\n');
  });
  return `${[INTRODUCTION.trimEnd(), ...topics].join('\n\n')}\n`;
}

function ruleSection({ id, severity, seen, cause, fix, explanation }: Page): string {
  const rows = [
    ...seen.map((one) => `- ${speakerOf(one)}: \`${one.text.replaceAll('`', "'")}\``),
    ...(seen.length === 0 ? ['- nothing is said'] : []),
  ];
  return [
    `### ${id}`,
    `*${severity}.* ${sentence(cause)}`,
    ['Seen:', '', ...rows].join('\n'),
    `Fix: ${literal(fix)}.`,
    literal(explanation),
  ].join('\n\n');
}

const sentence = (text: string): string => `${literal(text[0]!.toUpperCase() + text.slice(1))}.`;

/** Characters that mean something in Markdown and stand for themselves here. */
const literal = (text: string): string => text.replaceAll(/[\\*_<>`|[\]]/g, '\\$&');
