import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';

/** Beside `src/` in the repository and beside `dist/` in the package. */
const TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * No escaping and no trimming here: every value that enters a script or a page has passed the quoting function of that
 * language before it reaches a template.
 */
const eta = new Eta({ autoEscape: false, autoTrim: false, useWith: false });

/**
 * Renders `templates/<name>.eta`. Each file is read and compiled once.
 *
 * @param data what the template sees as `it`
 */
export function renderTemplate(name: string, data: object): string {
  // Under a name with an @, because Eta works out and checks the path of a file again each time.
  const key = `@${name}`;
  if (!eta.templatesSync.get(key)) eta.loadTemplate(key, readFileSync(join(TEMPLATES, `${name}.eta`), 'utf8'));
  return eta.render(key, data);
}
