import { readWords } from '../../src/setup/command.js';
import { readEnvironment } from '../../src/setup/environment.js';
import type { Setup } from '../../src/setup/setup.js';

/** Values by long flag name, without dashes; `true` for a switch. */
const optionsOf = ({ values }: Setup) => new Map([...values].map(([name, { value }]) => [name, value]));

/** The options in the words behind `elastic-agent install`. */
export const optionsFromWords = (words: readonly string[]) =>
  optionsOf(readWords({ source: 'command', words: ['elastic-agent', 'install', ...words] }));

/** The same options in a container's environment file. */
export const optionsFromEnvironment = (text: string) => optionsOf(readEnvironment({ name: 'agent.env', text }));
