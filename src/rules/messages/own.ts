import type { ErrorCode } from '../../errors.js';

/** What each error code of this program means, and the way out. */
export const OWN_CODES: Readonly<Record<ErrorCode, { readonly cause: string; readonly fix: string }>> = {
  ERR_USAGE: {
    cause: 'the command line does not fit the command',
    fix: 'read the help of the command: fleet-certlab <command> --help',
  },
  ERR_INPUT: { cause: 'an answer or a value cannot be used', fix: 'correct the value that the message names' },
  ERR_MISSING_ANSWER: {
    cause: 'an answer is missing, and there is no terminal to ask on',
    fix: 'give the flag that the message names, or put the answer into the file of --config',
  },
  ERR_STACK_VERSION: {
    cause: 'the stack version is not known, or lacks what was asked for',
    fix: 'give a version from 8.2 on, or leave out what it does not have',
  },
  ERR_EXISTS: {
    cause: 'something is already where the output is to go',
    fix: 'choose another --name or --output, or keep the old one renamed with --force',
  },
  ERR_LOCKED: {
    cause: 'another process writes there',
    fix: 'wait for it; if the process that the message names is gone, remove the file that it names',
  },
  ERR_READ: {
    cause: 'a file that was named cannot be read, or is of another kind',
    fix: 'check the path, its permissions and what it holds',
  },
  ERR_OUTPUT: {
    cause: 'the place for the output cannot take it; nothing was made',
    fix: 'choose a folder that you may write to, on a file system with permissions',
  },
  ERR_WRITE: {
    cause: 'writing failed; nothing was left behind',
    fix: 'look at the reason in the message, for example a full disk, and run the command again',
  },
  ERR_PKI: {
    cause: 'what was asked for cannot be encoded in a certificate, or should not be',
    fix: 'correct the name or value that the message names',
  },
  ERR_PROOF: {
    cause: 'a handshake or a rule failed over files that were read',
    fix: 'correct what the findings name; fleet-certlab explain <id> tells more about each',
  },
  ERR_CONNECT: {
    cause: 'the server cannot be reached, or does not speak TLS',
    fix: 'check the name, the port and the firewall; a proxy is given with --proxy',
  },
  ERR_CANCELLED: { cause: 'the command was interrupted; nothing was left behind', fix: 'run it again' },
};
