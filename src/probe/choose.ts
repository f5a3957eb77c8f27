import { pathTo } from '../rules/judges/paths.js';
import type { ClientEnd } from '../setup/ends.js';
import type { Application } from './application.js';
import type { Observation } from './observe.js';
import type { Target } from './target.js';

/** Which links lead to a program. */
const LEADS_TO: Readonly<Partial<Record<Application['name'], string>>> = {
  'Fleet Server': '-to-fleet-server',
  Elasticsearch: '-to-elasticsearch',
};

/**
 * Which of a bundle's clients knock: those that dial the target; where none does, those meant for the program that answers;
 * where it does not say what it is, those that trust what it presents; else all.
 */
export function chooseClients(
  clients: readonly ClientEnd[],
  { host }: Target,
  { application, chain }: Observation,
): readonly ClientEnd[] {
  const ending = application && LEADS_TO[application.name];
  const choices = [
    clients.filter(({ serverNames }) => serverNames.includes(host)),
    clients.filter(({ link }) => ending !== undefined && link.endsWith(ending)),
    clients.filter(({ trust }) => pathTo(chain, trust?.anchors ?? []) !== undefined),
  ];
  return choices.find((some) => some.length > 0) ?? clients;
}
