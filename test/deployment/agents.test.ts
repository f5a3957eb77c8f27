import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/deployment/csv.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deploymentOf, messagesOf, problemsOf, resolve } from './support.js';

const agentsIn = async (content: string | Buffer) =>
  (await deploymentOf({ 'agents-file': 'agents.csv' }, { files: { 'agents.csv': content } })).agents;
const messagesFor = (content: string | Buffer) =>
  messagesOf({ 'agents-file': 'agents.csv' }, { files: { 'agents.csv': content } });

const WEB = { name: 'web-01', platform: 'linux', altNames: [] };
const WIN = { name: 'win-01', platform: 'windows', altNames: ['win.example.com', '192.0.2.7'] };

describe('an agents file', () => {
  it.each([
    ['one name a line', 'web-01\ndb-01\n', ['web-01', 'db-01']],
    ['no newline at its end', 'web-01\ndb-01', ['web-01', 'db-01']],
    ['line ends of Windows', 'web-01\r\ndb-01\r\n', ['web-01', 'db-01']],
    ['a byte order mark', '\ufeffname\r\nweb-01\r\n', ['web-01']],
    ['empty lines', '\nweb-01\n\n\ndb-01\n\n', ['web-01', 'db-01']],
    ['white space around names', '  web-01  \n\tdb-01', ['web-01', 'db-01']],
    ['names in capitals', 'WEB-01', ['web-01']],
  ])('may have %s', async (_what, content, names) => {
    expect((await agentsIn(content)).map(({ name }) => name)).toEqual(names);
  });

  it.each([
    ['with a header', 'name,platform,alt-names\nweb-01,,\nwin-01,windows,"win.example.com, 192.0.2.7"\n'],
    [
      'with its columns in another order',
      'Platform, Alt-Names ,Name\n,,web-01\nWindows,win.example.com;192.0.2.7,win-01\n',
    ],
    ['without a header', 'web-01\nwin-01,windows,win.example.com 192.0.2.7\n'],
    [
      'with everything quoted',
      '"name","platform","alt-names"\n"web-01","linux",""\n"win-01","windows","win.example.com\n192.0.2.7"\n',
    ],
  ])('says platform and further names %s', async (_what, content) => {
    expect(await agentsIn(content)).toEqual([WEB, WIN]);
  });

  it.each([
    ['host,platform\nweb-01,linux\n', 'has the unknown column "host" on line 1'],
    ['name,plattform\nweb-01,linux\n', 'has the unknown column "plattform" on line 1'],
    ['name,name\nweb-01,linux\n', 'has the column name twice on line 1'],
    ['platform\nlinux\n', 'has no column name on line 1'],
    ['', 'names no agent'],
    ['name,platform\n', 'names no agent'],
    ['web-01,"linux\n', 'has a quote on line 1 that does not close, or text beside a quoted field'],
    [Buffer.from('caf\xe9', 'latin1'), 'is not UTF-8 text'],
  ])('that is no such table is refused: %j', async (content, reason) => {
    expect(await messagesFor(content)).toEqual([`--agents-file "agents.csv" ${reason}`]);
  });

  it('has each bad row named with its line, all at once', async () => {
    const rows = [
      'name,platform,alt-names',
      'web-01,linux,',
      'web 02,linux,',
      'web-03,solaris,',
      'web-04,linux,"a_b"',
      '"",linux,',
      'WEB-01,windows,',
      'web-05,linux,a,b',
      'web-06,linux,a;A',
    ];
    expect(await messagesFor(rows.join('\n'))).toEqual([
      '--agents-file "agents.csv" line 3: "web 02" holds white space',
      '--agents-file "agents.csv" line 4: "web-03" has a platform "solaris" that is not one of linux, windows, macos, container',
      '--agents-file "agents.csv" line 5: "web-04" has a further name "a_b" that holds an underscore, which no host name has',
      '--agents-file "agents.csv" line 6: "" is empty',
      '--agents-file "agents.csv" line 7: "WEB-01" is named twice',
      '--agents-file "agents.csv" line 8: "web-05" has 4 columns instead of 3',
      '--agents-file "agents.csv" line 9: "web-06" has the name a twice',
    ]);
  });

  it('with very many bad rows is not listed to its end', async () => {
    const messages = await messagesFor(Array.from({ length: 500 }, (_, index) => `bad_${index}`).join('\n'));
    expect(messages).toHaveLength(21);
    expect(messages.at(-1)).toBe('and 480 more problems like these');
  });

  it('that cannot be read is named', async () => {
    expect(await problemsOf({ 'agents-file': 'gone.csv' })).toEqual([
      expect.objectContaining({ code: 'ERR_READ', message: '--agents-file "gone.csv" does not exist' }),
    ]);
  });

  it('may come through stdin, and adds to the agents named one by one', async () => {
    const { agents } = await deploymentOf({ agent: ['db-01'], 'agents-file': '-' }, { stdin: 'web-01' });
    expect(agents.map(({ name }) => name)).toEqual(['db-01', 'web-01']);
  });

  it('of 2,000 agents with names of their own makes 2,000 bundles', async () => {
    const rows = Array.from({ length: 2000 }, (_, index) => `agent-${index},linux,agent-${index}.example.com`);
    const { deployment } = await resolve({ 'agents-file': 'f' }, { files: { f: rows.join('\n') } });
    const plan = planDeployment(deployment, new Date('2026-01-02T03:04:05Z'));
    expect(plan.hosts.filter(({ role }) => role === 'agent')).toHaveLength(2000);
  });
});

it('the same agent named twice is refused, whatever its letters', async () => {
  expect(await messagesOf({ agent: ['web-01', 'Web-01'] })).toEqual(['--agent "Web-01" is named twice']);
});

it('an agent may be called like a property of every object', async () => {
  const { deployment } = await resolve({ agent: ['constructor', 'hasownproperty'], san: ['constructor=10.0.0.1'] });
  const [, , , first, second] = planDeployment(deployment, new Date('2026-01-02T03:04:05Z')).hosts;
  expect(first?.certificates[0]?.subjectAltNames.map(({ value }) => value)).toEqual(['constructor', '10.0.0.1']);
  expect(second?.certificates[0]?.subjectAltNames.map(({ value }) => value)).toEqual(['hasownproperty']);
});

it('CSV is read as RFC 4180 describes it', () => {
  expect(parseCsv('a,"b ""c"", d\r\ne",\r\n\r\n"f",g')).toEqual([
    { line: 1, fields: ['a', 'b "c", d\r\ne', ''] },
    { line: 4, fields: ['f', 'g'] },
  ]);
});
