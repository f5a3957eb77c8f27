import { type AgentAnswer, parseAgent, parseAgentsFile } from './agents.js';
import type { AnswerReader } from './answers.js';
import { BadAnswer } from './bad-answer.js';
import type { Inputs } from './inputs.js';
import type { QuestionName } from './parsers.js';
import { shown } from './shown.js';
import type { Agent, Deployment, Endpoint } from './types.js';

type Hosts = Pick<Deployment, 'fleetServers' | 'elasticsearch' | 'kibana' | 'agents'>;

/** All servers behind one question; each host once, because a bundle is named after its host. */
export function readEndpoints(name: 'fleet-url' | 'es-url', reader: AnswerReader): Endpoint[] {
  const seen = new Set<string>();
  const endpoints = reader.all(name);
  for (const { url, host } of endpoints) {
    if (seen.has(host))
      refuse(reader, name, `--${name} ${url} names a host that is named already`, 'name each host once');
    seen.add(host);
  }
  return endpoints;
}

/** The agents of --agent, then those of --agents-file; each name once. */
export async function readAgents(reader: AnswerReader, inputs: Inputs): Promise<Agent[]> {
  const agents: Agent[] = [];
  const seen = new Set<string>();
  const take = (name: 'agent' | 'agents-file', subject: string, parse: () => Agent) => {
    const agent = reader.attempt(name, subject, () => {
      const one = parse();
      if (seen.has(one.name)) throw new BadAnswer('is named twice', 'give each agent a name of its own');
      return one;
    });
    if (!agent) return;
    seen.add(agent.name);
    agents.push(agent);
  };
  for (const answer of reader.agents()) take('agent', agentSubject(answer), () => parseAgent(answer));

  const path = reader.one('agents-file');
  if (path === undefined) return agents;
  const file = `--agents-file ${shown(path)}`;
  const content = await reader.attemptAsync('agents-file', file, () => inputs.read('agents-file', path));
  const rows = content && reader.attempt('agents-file', file, () => parseAgentsFile(content));
  for (const { line, name, agent } of rows ?? []) take('agents-file', `${file} line ${line}: ${shown(name)}`, agent);
  return agents;
}

const agentSubject = ({ name }: AgentAnswer): string => `--agent ${shown(name)}`;

/** Further names by host; each must be one of the deployment's hosts. */
export function readSans(hosts: Hosts, reader: AnswerReader): Deployment['sans'] {
  const known = new Set([
    ...[...hosts.fleetServers, ...hosts.elasticsearch, ...(hosts.kibana ? [hosts.kibana] : [])].map(({ host }) => host),
    ...hosts.agents.map(({ name }) => name),
  ]);
  // Without a prototype: a host may be called `constructor`.
  const sans: Record<string, string[]> = Object.create(null);
  const hostsAreKnown = !(['fleet-url', 'es-url', 'kibana-url', 'agent', 'agents-file'] as const).some((name) =>
    reader.failed.has(name),
  );
  for (const { host, names } of reader.all('san')) {
    if (hostsAreKnown && !known.has(host)) {
      refuse(
        reader,
        'san',
        `--san ${shown(host)} is no host of this deployment`,
        `give the name as in its URL, or an agent's name`,
      );
    }
    sans[host] ??= [];
    for (const name of names) {
      if (sans[host].includes(name)) refuse(reader, 'san', `--san ${host} names ${name} twice`, 'name it once');
      sans[host].push(name);
    }
  }
  return sans;
}

function refuse(reader: AnswerReader, name: QuestionName, message: string, hint: string): void {
  reader.refuse(name, { code: 'ERR_INPUT', message, hint });
}
