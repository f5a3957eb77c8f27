import { readFileSync } from 'node:fs';

/** How this run was started, so that a command it prints can be typed again: npm names its script in the environment. */
export const invocation = (environment: NodeJS.ProcessEnv = process.env): readonly string[] =>
  environment.npm_lifecycle_event === 'start' ? ['npm', 'start', '--'] : ['fleet-certlab'];

/** The version of this program. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
