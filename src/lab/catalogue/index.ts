import type { Fault } from '../types.js';
import { AUTHORITY_FAULTS } from './authorities.js';
import { BUNDLE_FAULTS } from './bundles.js';
import { CERTIFICATE_FAULTS } from './certificates.js';
import { COMMAND_FAULTS } from './commands.js';
import { KEY_FAULTS } from './keys.js';
import { PASSPHRASE_FAULTS } from './passphrases.js';
import { SETTING_FAULTS } from './settings.js';

/** The faults by topic, in the order in which they are listed. */
export const FAULT_TOPICS: readonly { readonly title: string; readonly faults: readonly Fault[] }[] = [
  { title: 'Certificates', faults: CERTIFICATE_FAULTS },
  { title: 'Authorities and chains', faults: AUTHORITY_FAULTS },
  { title: 'Private keys', faults: KEY_FAULTS },
  { title: 'Passphrases', faults: PASSPHRASE_FAULTS },
  { title: 'Install commands', faults: COMMAND_FAULTS },
  { title: 'Settings', faults: SETTING_FAULTS },
  { title: 'Bundles', faults: BUNDLE_FAULTS },
];

/** Every fault. Ids never change their meaning. */
export const FAULTS: readonly Fault[] = FAULT_TOPICS.flatMap(({ faults }) => faults);
