import type { Host } from './files.js';
import { Opener } from './opener.js';
import type { NamedText, RemarkRule } from './remark.js';
import { readSettings, type Settings } from './settings.js';

/** Where a file of settings comes from, and what its host is known by. */
export interface SettingsSource {
  readonly id: string;
  readonly source: NamedText;
  readonly host: Host;
  readonly hasModes: boolean;
  /** Of the PKCS#12 keystore, where somebody gives it. */
  readonly keystorePassword?: string | undefined;
  /** The name of the host, where its bundle says it. */
  readonly hostName?: string;
}

/** Reads settings, and gets ready to open the files that they name; no settings where they cannot be read, which is remarked. */
export async function openSettings(
  { source, host, hasModes }: SettingsSource,
  rule?: RemarkRule,
): Promise<{ readonly settings?: Settings; readonly opener: Opener }> {
  const { settings, remarks } = await readSettings(source, rule);
  const lookUp = (label: string, path: string) => host.openSetting(label, path, source.name);
  const opener = new Opener(lookUp, { unprivileged: false, hasModes, hasOwners: false });
  opener.remarks.push(...remarks);
  return remarks.length > 0 ? { opener } : { opener, settings };
}
