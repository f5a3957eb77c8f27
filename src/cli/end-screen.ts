import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import { ORDER, PROGRAM_NAMES } from '../bundle/roles.js';
import type { Platform } from '../deployment/types.js';
import type { Plan } from '../plan/types.js';
import { summariseProof } from '../proof/summary.js';
import type { Proof } from '../proof/types.js';
import { planTitle } from './plan-summary.js';
import { fold } from './terminal/fold.js';
import type { Terminal } from './terminal/terminal.js';

/** What the end screen is about. */
export interface EndScreen {
  readonly plan: Plan;
  /** Absolute. */
  readonly folder: string;
  /** Where what stood there before is kept. */
  readonly replaced?: string;
  /** Absent where nothing was proved (--no-verify). */
  readonly proof?: Proof;
  readonly terminal: Pick<Terminal, 'colour' | 'output'>;
}

/** The end screen fits a terminal of this many columns. */
const COLUMNS = 80;

/** What was made, where, and what to do next. */
export function endScreen({ plan, folder, replaced, proof, terminal }: EndScreen): string {
  const { colour } = terminal;
  const here = shortest(folder);
  const files = FILES.filter(({ proven }) => proof || !proven);
  return [
    `${colour.green('✔')} ${colour.bold(plan.deployment.name)}: ${planTitle(plan)}`,
    '',
    colour.bold(`${here}/`),
    ...files.map(({ path, text }) => `  ${colour.cyan(path.padEnd(13))} ${text}`),
    ...(replaced === undefined
      ? []
      : [
          `  what stood there before is kept in ${shortest(replaced)}`,
          '  every host needs its new bundle: the authorities are new too',
        ]),
    '',
    'Next, host by host in this order: unzip its bundle, read README.md, then run',
    `${waysToInstall(plan)}.`,
    ...steps(plan, colour),
    ...(proof ? ['', proofLine(proof, terminal)] : []),
  ].join('\n');
}

const FILES: readonly { readonly path: string; readonly text: string; readonly proven?: true }[] = [
  { path: 'bundles/', text: 'one zip for each host' },
  { path: 'authorities/', text: 'the keys that sign: keep them offline, they belong on no host' },
  { path: 'report.html', text: 'trust map, proof and every command, for your browser', proven: true },
  { path: 'COMMANDS.md', text: 'every command and setting as text' },
];

/** What starts a bundle, by the platforms that are there. */
function waysToInstall({ hosts }: Plan): string {
  const has = (platform: Platform) => hosts.some((host) => host.platform === platform);
  const others = [
    ...(has('windows') ? ['on Windows install.ps1'] : []),
    ...(has('container') ? ['for a container docker compose up'] : []),
  ];
  return others.length === 0 ? 'install.sh' : `install.sh (${others.join(', ')})`;
}

function steps({ hosts }: Plan, colour: ChalkInstance): string[] {
  return ORDER.map(({ role }) => ({
    role,
    zips: hosts.filter((host) => host.role === role).map(({ id }) => `${id}.zip`),
  }))
    .filter(({ zips }) => zips.length > 0)
    .map(({ role, zips }, index) => {
      const turn = `  ${index + 1}. ${PROGRAM_NAMES[role].padEnd(14)} `;
      return `${turn}${colour.cyan(asManyAsFit(zips, COLUMNS - turn.length))}`;
    });
}

/** All of the names, or the first ones and how many more there are; one at least. */
function asManyAsFit(names: readonly string[], width: number): string {
  for (let shown = names.length; ; shown--) {
    const more = names.length - shown;
    const text = `${names.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    if (text.length <= width || shown <= 1) return text;
  }
}

const LABEL = 'proof: ';

/** The summary, marked by how it ended. */
export function proofLine(proof: Proof, { colour, output }: Pick<Terminal, 'colour' | 'output'>): string {
  const line = summariseProof(proof);
  const text = output.isTTY ? `${LABEL}${fold(line.slice(LABEL.length), output.columns, LABEL.length)}` : line;
  return proof.ok ? colour.green(text) : colour.red(text);
}

/** As the person would type it from here. */
export function shortest(folder: string): string {
  const inside = relative(process.cwd(), folder);
  return inside === '' || inside.startsWith('..') ? folder : inside;
}
