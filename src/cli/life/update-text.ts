import { ORDER, PROGRAM_NAMES } from '../../bundle/roles.js';
import type { Updated } from '../../make/update.js';
import { count } from '../count.js';
import { shortest } from '../end-screen.js';
import type { Terminal } from '../terminal/terminal.js';
import { provenLines } from './proven-text.js';
import { type HostLine, hostLines, type SaidUpdate } from './result.js';
import { toDoOn } from './to-do.js';

type Styles = Pick<Terminal, 'colour' | 'output'>;

/** Beyond this many hosts of one role only the first are listed. */
const LISTED = 20;

/** What `--dry-run` prints. */
export function updatePlanText(said: SaidUpdate, terminal: Styles): string {
  return [
    `${terminal.colour.bold(said.open.inventory.name)}: what would change in ${shortest(said.open.folder)}; nothing is written`,
    ...body(said, terminal),
  ].join('\n');
}

/** What was changed, where, and which hosts have to be visited. */
export function updateText(said: SaidUpdate, updated: Updated, terminal: Styles): string {
  const { colour } = terminal;
  return [
    `${colour.green('✔')} ${colour.bold(said.open.inventory.name)}: ${shortest(said.open.folder)} is up to date`,
    ...body(said, terminal),
    ...provenLines(updated.proven, terminal),
  ].join('\n');
}

function body(said: SaidUpdate, { colour }: Styles): string[] {
  const lines = hostLines(said);
  const { visited, unchanged } = said.effects;
  return [
    ...said.update.newAuthorities.map(
      ({ planned: { name, generation } }) => `  new CA: ${name}${generation > 1 ? `, generation ${generation}` : ''}`,
    ),
    ...(visited.length === 0 ? [] : ['', 'What to do on each host, in this order:', ...visits(said, lines, colour)]),
    ...lines.filter(({ effect }) => effect === 'removed').map(({ id }) => `  removed: ${id}`),
    '',
    unchanged.length === 0
      ? 'Every bundle changes.'
      : `${count(unchanged.length, 'bundle')} ${unchanged.length === 1 ? 'stays' : 'stay'} byte for byte the same.`,
    ...(said.afterwards ?? []),
  ];
}

/** Servers before those that connect to them. */
function visits({ update, effects }: SaidUpdate, lines: readonly HostLine[], colour: Terminal['colour']): string[] {
  const { hosts, deployment } = update.change.plan;
  const byId = new Map(hosts.map((host) => [host.id, host]));
  const withNewFiles = new Set(effects.withNewFiles);
  return ORDER.flatMap(({ role }) => {
    const own = lines.filter(({ id, effect }) => effect !== 'removed' && byId.get(id)?.role === role);
    const more = own.length - LISTED;
    return [
      ...own.slice(0, LISTED).flatMap((line) => {
        const host = byId.get(line.id)!;
        const toDo =
          line.effect === 'new' ? 'new: install it' : toDoOn(host, deployment.stackVersion, withNewFiles.has(line.id));
        return [`  ${PROGRAM_NAMES[role].padEnd(14)} ${hostLine(line, colour)}`, `${' '.repeat(17)} ${toDo}`];
      }),
      ...(more > 0 ? [`  ${PROGRAM_NAMES[role].padEnd(14)} and ${more} more`] : []),
    ];
  });
}

function hostLine({ id, effect, certificates }: HostLine, colour: Terminal['colour']): string {
  const why = certificates.map(({ name, why }) => `${name}: ${why}`).join(', ');
  return `${colour.cyan(`${id}.zip`)}${why === '' || effect === 'new' ? '' : ` (${why})`}`;
}
