import type { ClientEnd } from '../prove/ends.js';
import { pathOf } from '../prove/paths.js';
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
    clients.filter(({ dials }) => dials.includes(host)),
    clients.filter(({ link }) => ending !== undefined && link.endsWith(ending)),
    clients.filter(({ trusts }) => pathOf(chain, trusts).ends === 'trusted'),
  ];
  return choices.find((some) => some.length > 0) ?? clients;
}
