// Renders the generated parts of README.md and docs/ from the tables they come from.
import { readFileSync, writeFileSync } from 'node:fs';
import { flagsTable } from '../dist/deployment/flags-table.js';
import { deploymentSchema } from '../dist/deployment/schema.js';
import { faultsPage } from '../dist/lab/page.js';
import { rulesPage } from '../dist/rules/page.js';

const write = (path, text) => writeFileSync(new URL(`../${path}`, import.meta.url), text);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

write(
  'README.md',
  readme.replace(
    /(<!-- flags:begin -->\n)[\s\S]*(<!-- flags:end -->)/,
    (_, begin, end) => `${begin}\n${flagsTable()}\n${end}`,
  ),
);
write('docs/deployment.schema.json', `${JSON.stringify(deploymentSchema(), null, 2)}\n`);
write('docs/rules.md', rulesPage());
write('docs/lab.md', faultsPage());
