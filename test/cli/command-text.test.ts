import { describe, expect, it } from 'vitest';
import { commandText } from '../../src/cli/command-text.js';

describe('a command to be copied', () => {
  it('is broken between flags, never between a flag and its value', () => {
    const words = [
      'fleet-certlab',
      'create',
      '--mode',
      'mutual',
      '--fleet-url',
      'https://fleet.example.com:8220',
      '--fips',
    ];
    expect(commandText(words, 40, 'linux')).toBe(
      'fleet-certlab create --mode mutual \\\n  --fleet-url https://fleet.example.com:8220 \\\n  --fips',
    );
  });

  it('is quoted for the shell of the machine', () => {
    const words = ['fleet-certlab', 'create', '--target-dir', "C:\\it's"];
    expect(commandText(words, 78, 'linux')).toBe(`fleet-certlab create --target-dir 'C:\\it'\\''s'`);
    expect(commandText(words, 78, 'win32')).toBe("fleet-certlab create --target-dir 'C:\\it''s'");
  });

  it('goes on with a backtick where PowerShell reads it', () => {
    expect(commandText(['fleet-certlab', '--agent', 'a'.repeat(70)], 78, 'win32')).toContain(
      'fleet-certlab `\n  --agent',
    );
  });
});
