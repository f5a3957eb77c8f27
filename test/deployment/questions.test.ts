import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/deployment/answers.js';
import { equivalentCommand } from '../../src/deployment/command.js';
import { flagsTable } from '../../src/deployment/flags-table.js';
import { PARSERS } from '../../src/deployment/parsers.js';
import { QUESTIONS, questionOf } from '../../src/deployment/questions.js';
import { resolveDeployment } from '../../src/deployment/resolve.js';
import { LEAST, resolve, sources, type World } from './support.js';

describe('the table of questions', () => {
  it('has one row for each answer that can be read', () => {
    expect(QUESTIONS.map(({ name }) => name).sort()).toEqual(Object.keys(PARSERS).sort());
  });

  it('has a value for every flag but the switches', () => {
    expect(QUESTIONS.filter(({ placeholder }) => placeholder === undefined).map(({ name }) => name)).toEqual(['fips']);
  });

  it('takes secrets from files and from one variable each, never from deployment.yml', () => {
    expect(QUESTIONS.flatMap(({ environment }) => environment ?? [])).toEqual([
      'FLEET_CERTLAB_AGENT_KEY_PASSPHRASE',
      'FLEET_CERTLAB_FLEET_KEY_PASSPHRASE',
      'FLEET_CERTLAB_ES_KEY_PASSPHRASE',
      'FLEET_CERTLAB_CA_KEY_PASSPHRASE',
    ]);
    for (const { name, inFile } of QUESTIONS) expect(inFile).toBe(!name.endsWith('-file'));
  });

  it('judges one answer as the whole deployment does, in one line', () => {
    expect(questionOf('fleet-url').validate('https://fleet.example.com')).toBeUndefined();
    expect(questionOf('fleet-url').validate('http://fleet.example.com')).toBe('is not encrypted: write https://');
    expect(questionOf('stack-version').validate('7.17')).toMatch(/^unknown Elastic Stack version "7\.17": give one of/);
    for (const question of QUESTIONS) expect(question.validate('\0')).toMatch(/^[^\n]+$/);
  });

  it('describes every flag for the README, one row each', () => {
    const rows = flagsTable().trimEnd().split('\n').slice(2);
    expect(rows).toHaveLength(QUESTIONS.length);
    for (const row of rows) expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(4);
    const defaultsOf = (flag: string) => rows.find((row) => row.startsWith(`| \`${flag}`))?.split(' | ')[1];
    expect([
      defaultsOf('--fips'),
      defaultsOf('--mode'),
      defaultsOf('--days'),
      defaultsOf('--ca-key-passphrase-file'),
    ]).toEqual(['off', 'must be given', '825', '']);
    expect(rows.find((row) => row.startsWith('| `--client-auth'))).toBe(
      '| `--client-auth <none\\|optional\\|required>` | required in mutual mode, else none | whether Fleet Server asks agents for a certificate |',
    );
  });
});

describe('the wizard', () => {
  const asked = (answers: Readonly<Record<string, string | boolean>>) =>
    QUESTIONS.filter(({ wizard }) => wizard && wizard.when?.(answers) !== false).map(({ name }) => name);

  it('answered with Enter only, after the two URLs, makes a mutual deployment', async () => {
    const answers: Record<string, string | readonly string[]> = {};
    for (const { name, wizard, repeatable, validate } of QUESTIONS) {
      if (!wizard || wizard.when?.(answers) === false) continue;
      const answer = wizard.default ?? (LEAST[name] as string[])[0]!;
      if (answer === '') continue;
      expect(validate(answer)).toBeUndefined();
      answers[name] = repeatable ? [answer] : answer;
    }
    const { deployment } = await resolveDeployment(answers, sources());
    expect(deployment).toEqual((await resolve()).deployment);
  });

  it('asks for the encryption of keys only where there are keys that can be encrypted', () => {
    expect(asked({ mode: 'mutual' })).toContain('agent-key-passphrase');
    expect(asked({ mode: 'one-way' })).not.toContain('agent-key-passphrase');
    expect(asked({ mode: 'mutual', fips: true })).not.toContain('agent-key-passphrase');
    expect(asked({ mode: 'mutual', 'stack-version': '8.15' })).not.toContain('agent-key-passphrase');
  });

  it('offers only answers that are good', () => {
    for (const { wizard, validate } of QUESTIONS) {
      for (const { value } of wizard?.choices ?? []) expect(validate(value)).toBeUndefined();
    }
  });
});

describe('the command that asks nothing', () => {
  /** Reads `--flag value` words back into answers. */
  function answersFrom([, ...words]: readonly string[]): Answers {
    const answers: Record<string, string | string[] | boolean> = {};
    while (words.length > 0) {
      const { name, placeholder, repeatable } = QUESTIONS.find((one) => `--${one.name}` === words[0])!;
      words.shift();
      const value = placeholder === undefined ? true : words.shift()!;
      answers[name] = repeatable ? [...((answers[name] as string[] | undefined) ?? []), String(value)] : value;
    }
    return answers;
  }

  it.each<[Answers, World | undefined]>([
    [{}, undefined],
    [{ agent: ['web-01', 'db-01'], fips: true, san: ['web-01=10.0.0.1'], 'target-dir': ['D:\\tls'] }, undefined],
    [{ 'agents-file': 'agents.csv', mode: 'one-way' }, { files: { 'agents.csv': 'win-01,windows' } }],
    [{ 'ca-key-passphrase-file': '-', 'kdf-iterations': '200000' }, { stdin: 'correct horse battery staple' }],
  ])('makes the same deployment: %j', async (answers, world) => {
    const { deployment } = await resolve(answers, world);
    const words = equivalentCommand(deployment, { ...LEAST, ...answers });
    expect(words[0]).toBe('create');
    expect((await resolveDeployment(answersFrom(words), sources(world))).deployment).toEqual(deployment);
  });

  it('names the deployment.yml where no flag can describe the agents', async () => {
    const answers = { ...LEAST, agent: [{ name: 'win-01', platform: 'windows' }] };
    const { deployment } = await resolve(answers);
    expect(equivalentCommand(deployment, answers, 'output/fleet/deployment.yml')).toEqual([
      'create',
      '--config',
      'output/fleet/deployment.yml',
    ]);
  });
});
