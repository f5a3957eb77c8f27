import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { QUESTIONS } from '../../src/deployment/questions.js';
import { fakeTerminal } from '../helpers/terminal.js';

const terminal = fakeTerminal();
const program = buildProgram({ terminal, signal: new AbortController().signal, setExitCode: () => {} });
const withCommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withCommands)];
const create = program.commands.find((command) => command.name() === 'create')!;

describe('the help', () => {
  it.each(withCommands(program).map((command) => [command.name(), command] as const))(
    'of %s fits 80 columns',
    (_, command) => {
      for (const line of command.helpInformation().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  it('of create names each question once, with its default', () => {
    const flags = create.options.map(({ long }) => long);
    for (const { name, defaultText } of QUESTIONS) {
      expect(flags.filter((flag) => flag === `--${name}`)).toHaveLength(1);
      const option = create.options.find(({ long }) => long === `--${name}`)!;
      if (defaultText !== undefined) expect(option.description).toContain(`default: ${defaultText}`);
    }
  });

  it('of create puts every question under a heading', () => {
    for (const { name } of QUESTIONS) {
      expect(create.options.find(({ long }) => long === `--${name}`)!.helpGroupHeading).toMatch(/:$/);
    }
  });
});
