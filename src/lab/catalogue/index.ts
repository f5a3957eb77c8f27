import type { Fault, FaultEntry } from '../types.js';
import { AUTHORITY_FAULTS } from './authorities.js';
import { BUNDLE_FAULTS } from './bundles.js';
import { CERTIFICATE_FAULTS } from './certificates.js';
import { COMMAND_FAULTS } from './commands.js';
import { KEY_FAULTS } from './keys.js';
import { PASSPHRASE_FAULTS } from './passphrases.js';
import { SAYS } from './says.js';
import { SETTING_FAULTS } from './settings.js';

const TOPICS: readonly (readonly [title: string, faults: readonly FaultEntry[]])[] = [
  ['Certificates', CERTIFICATE_FAULTS],
  ['Authorities and chains', AUTHORITY_FAULTS],
  ['Private keys', KEY_FAULTS],
  ['Passphrases', PASSPHRASE_FAULTS],
  ['Install commands', COMMAND_FAULTS],
  ['Settings', SETTING_FAULTS],
  ['Bundles', BUNDLE_FAULTS],
];

/** The faults by topic, in the order in which they are listed. */
export const FAULT_TOPICS: readonly { readonly title: string; readonly faults: readonly Fault[] }[] = TOPICS.map(
  ([title, faults]) => ({ title, faults: faults.map((fault) => ({ ...fault, says: saysOf(fault.id) })) }),
);

/** Where nothing else is recorded, Elastic's loader has said the same all along. */
function saysOf(id: string): Fault['says'] {
  const { go, ...others } = SAYS[id] ?? {};
  return go ? { go, goBefore95: go, ...others } : others;
}

/** Every fault. Ids never change their meaning. */
export const FAULTS: readonly Fault[] = FAULT_TOPICS.flatMap(({ faults }) => faults);
