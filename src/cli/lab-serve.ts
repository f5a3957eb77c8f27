import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';
import { breakDeployment } from '../lab/break.js';
import { type Served, serveDeployment } from '../lab/serve/serve.js';
import type { CommandContext } from './context.js';
import { findingsText } from './findings-text.js';
import { faultById } from './lab.js';
import { visible } from './terminal/terminal.js';

/** Flags of `lab serve`; ports as they were typed. */
export interface ServeFlags {
  readonly fault?: string;
  readonly port: string;
  readonly esPort: string;
}

/** Agents ask again as soon as they are answered. */
const HOLD_CHECKINS_MS = 30_000;
const ROLE_WIDTH = 'elasticsearch'.length;

/**
 * `fleet-certlab lab serve`: listens until Ctrl-C. The log is the answer, on stdout; what to type is for people.
 *
 * @throws CertlabError ERR_USAGE and ERR_INPUT for flags, ERR_PROOF when no server of the deployment can start
 */
export async function runServe(folder: string, flags: ServeFlags, context: CommandContext): Promise<void> {
  const ports = { 'fleet-server': parsePort(flags.port), elasticsearch: parsePort(flags.esPort) };
  const { signal, terminal } = context;
  if (flags.fault === undefined) return serve(folder, ports, context);
  const fault = faultById(flags.fault);
  // A folder of its own from birth: the copy holds keys.
  const temporary = await mkdtemp(join(tmpdir(), 'fleet-certlab-'));
  try {
    const copy = join(temporary, 'broken');
    await breakDeployment(folder, fault, copy, { environment: process.env, now: new Date(), randomBytes });
    signal.throwIfAborted();
    terminal.say(`${fault.title}: ${fault.done}`);
    await serve(copy, ports, context);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function serve(
  folder: string,
  ports: Readonly<Record<'fleet-server' | 'elasticsearch', number>>,
  context: CommandContext,
) {
  const { terminal, signal } = context;
  const served = await serveDeployment(folder, {
    ports,
    randomBytes,
    now: () => new Date(),
    holdCheckins: HOLD_CHECKINS_MS,
    log: (role, line) => terminal.print(`${role.padEnd(ROLE_WIDTH)}  ${visible(line)}`),
  });
  try {
    if (served.findings.length > 0) terminal.say(`${findingsText(served.findings, terminal.colourError)}\n`);
    if (served.servers.length === 0) throw nothingStarts();
    introduce(served, context);
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    terminal.say('stopped');
  } finally {
    await served.close();
  }
}

function introduce({ servers, commands }: Served, { terminal }: CommandContext): void {
  for (const { role, name, port } of servers) {
    terminal.print(`${role.padEnd(ROLE_WIDTH)}  listens on 127.0.0.1:${port} as ${name}`);
  }
  if (commands.length > 0) {
    terminal.say('\nmeet it from another terminal, as a host of the deployment would:');
    for (const command of commands) terminal.say(`  ${command}`);
    terminal.say('elastic-agent dials by name: let /etc/hosts say that the name is 127.0.0.1');
  }
  terminal.say('Ctrl-C ends it\n');
}

const nothingStarts = (): CertlabError =>
  new CertlabError({
    code: 'ERR_PROOF',
    message: 'no server of this deployment can start with its files',
    hint: 'see what was found above',
  });

const MOST_PORT = 65_535;

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= MOST_PORT) return port;
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `${JSON.stringify(text)} is no port`,
    hint: `give a number from 0, which is any free port, to ${MOST_PORT}`,
  });
}
