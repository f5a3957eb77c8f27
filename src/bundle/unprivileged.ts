import { INSTALL_FLAGS, isKnownTo } from '../elastic/flags.js';
import type { Plan } from '../plan/types.js';

const FLAG = INSTALL_FLAGS.find(({ name }) => name === 'unprivileged')!;

/** Whether this version of Elastic Agent can be installed to run without the rights of an administrator. */
export const canBeUnprivileged = ({ deployment }: Plan): boolean => isKnownTo(deployment.stackVersion, FLAG);
