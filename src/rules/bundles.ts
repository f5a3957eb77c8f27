import { MISSING_FILES } from './files.js';
import { paragraph, type Rules } from './rule.js';

/** What only a look at whole bundles of this program can find. */
export const BUNDLE_RULES = {
  'bundle-unreadable': {
    severity: 'error',
    cause: 'the bundle cannot be read as this program writes bundles',
    fix: 'create the deployment again, or take the zip from where it was made',
    explanation: paragraph`A bundle is a zip with one folder in it. It was cut off, packed again by something else, or holds names
      that would be written outside that folder.`,
  },
  'bundle-settings-unreadable': {
    severity: 'error',
    cause: 'what the bundle would install or configure cannot be read',
    fix: 'take the file from the bundle as it was made',
    explanation: paragraph`The proof reads the install command out of the bundle's script, and the settings out of its YAML and JSON files.
      One of them was edited so that it says nothing any more.`,
  },
  'manifest-mismatch': {
    severity: 'error',
    cause: 'the file is not the one that was made: manifest.json names another content or mode, or no such file',
    fix: 'take the bundle from where it was made; nobody edits a bundle in passing',
    explanation: paragraph`manifest.json holds the SHA-256 and the mode of every file in the bundle. It finds accidents, not attackers:
      whoever can change the bundle can change the manifest.`,
  },
  'file-not-in-bundle': {
    severity: 'error',
    seen: MISSING_FILES,
    cause: 'a command or setting names a path where nothing of this bundle is installed',
    fix: 'name one of the files in certs/, in the folder the bundle is installed to',
    explanation: paragraph`Each bundle installs its certs/ into one folder, and everything it configures has to name files there.`,
  },
  'identity-unusable': {
    severity: 'warning',
    cause: 'the key is encrypted in a way that OpenSSL 3 does not open, so nothing that takes this key is tried',
    fix: 'try the connection with the program itself, or encrypt the key again: openssl pkcs8 -topk8 -v2 aes-256-cbc',
    explanation: paragraph`Elasticsearch opens keys encrypted with PBES1, for example PBE-MD5-DES; OpenSSL 3 keeps these schemes in
      its legacy provider, which is not loaded here. Whether the passphrase is right and whether the key belongs to its
      certificate is not known.`,
  },
  'authority-key-in-bundle': {
    severity: 'error',
    cause: "the bundle holds an authority's private key: whoever has this host can make certificates for all others",
    fix: 'remove the key from the bundle, and replace the authority if the bundle was handed out',
    explanation: paragraph`The keys of authorities stay with the operator, in the folder authorities/ of the deployment.`,
  },
  'private-file-mode': {
    severity: 'error',
    cause: 'a private file would be unpacked so that other users can read it',
    fix: 'pack private files with mode 0600',
    explanation: paragraph`Zips carry the modes of their files, and unzip sets them. Between unpacking and installing, the key would lie open
      to everybody on the host.`,
  },
} as const satisfies Rules;
