import type { StackVersion } from '../deployment/types.js';

/** Whose words a message is in. */
export type Program =
  | 'elastic-agent'
  | 'fleet-server'
  | 'elasticsearch'
  | 'kibana'
  | 'logstash'
  | 'elastic-defend'
  | 'curl'
  | 'fleet-certlab'
  | 'sh';

/** A text and the name of the file it was read from. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What is known about one case of a rule. */
export interface Details {
  /** What exactly was found, without any secret: follows the cause. */
  readonly detail?: string | undefined;
  /** Takes a text of this program instead of the first one; where it has none of its own, nothing is seen. */
  readonly program?: Program | undefined;
  /** Takes a text that begins with this; of several beginnings the first that the version says. */
  readonly says?: string | readonly string[] | undefined;
  /** The version of the program, which decides what it says; the newest known unless given. */
  readonly version?: StackVersion | undefined;
  /** The text itself, where a program has more of them than its rule lists. */
  readonly text?: string | undefined;
  /** True where the program says nothing this time. */
  readonly silent?: boolean | undefined;
  /** What the names in braces stand for. */
  readonly values?: Readonly<Record<string, string>> | undefined;
}

/** Rules that are found to be broken while a source is read: a value without them cannot show it later. */
export type RemarkRule =
  | 'bundle-settings-unreadable'
  | 'bundle-unreadable'
  | 'container-key-encrypted'
  | 'container-mode-missing'
  | 'container-url-missing'
  | 'es-keystore-damaged'
  | 'es-keystore-not-read'
  | 'es-keystore-password-wrong'
  | 'es-path-outside-config'
  | 'es-settings-unreadable'
  | 'file-not-in-bundle'
  | 'flag-dash'
  | 'flag-swallows-flag'
  | 'flag-unknown'
  | 'flag-value-missing'
  | 'fleet-es-key-encrypted'
  | 'line-continuation-broken'
  | 'output-not-given'
  | 'passphrase-missing'
  | 'shorthand-unknown'
  | 'stray-argument'
  | 'variable-idle'
  | 'variable-unknown';

/** Something that a reader noticed, for the rules to make a finding of. */
export interface Remark {
  readonly rule: RemarkRule;
  /** The file, flag or setting it was noticed in. */
  readonly where: string;
  readonly details?: Details;
}
