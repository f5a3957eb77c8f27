const COMMAND = /^# fleet-certlab: command begin\r?\n[\s\S]*?^# fleet-certlab: command end$/m;

/**
 * Changes one option in the command of an `install.sh`, where each option has a line of its own.
 *
 * @param name without dashes
 * @param change gets the value as it is written, quotes included; undefined takes the line away
 */
export function setOption(script: string, name: string, change: (value: string) => string | undefined): string {
  const line = new RegExp(`^(\\s*)--${name}=(.*) \\\\\\r?\\n`, 'm');
  return script.replace(COMMAND, (command) =>
    command.replace(line, (_, indent: string, value: string) => {
      const changed = change(value);
      return changed === undefined ? '' : `${indent}--${name}=${changed} \\\n`;
    }),
  );
}

/** Adds an option after all others, before what the operator adds. */
export function addOption(script: string, option: string): string {
  return script.replace(COMMAND, (command) => command.replace(/^(\s*)"\$@"/m, `$1${option} \\\n$1"$@"`));
}
