import { paragraph, type Rules } from './rule.js';

/** Settings of Elasticsearch's HTTP port in elasticsearch.yml. */
export const SETTING_RULES = {
  'es-settings-unreadable': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'Failed to load settings from [elasticsearch.yml]' }],
    cause: 'the file is no YAML mapping',
    fix: 'correct the line that the detail names; YAML takes spaces for indentation, no tabs',
    explanation: paragraph`Elasticsearch does not start. A setting given twice, in dotted and in nested form, is an error too.`,
  },
  'es-http-ssl-off': {
    severity: 'error',
    seen: [{ program: 'fleet-server', text: 'http: server gave HTTP response to HTTPS client' }],
    cause:
      'xpack.security.http.ssl.enabled is not true, so Elasticsearch serves plain HTTP and the other settings are idle',
    fix: 'set xpack.security.http.ssl.enabled: true',
    explanation: paragraph`Naming a certificate does not switch TLS on. The transport port has settings of its own
      (xpack.security.transport.ssl).`,
  },
  'es-setting-unknown': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'unknown setting [{setting}] please check that any required plugins are installed, or check the breaking changes documentation for removed settings',
      },
    ],
    cause: 'Elasticsearch has no such setting and does not start',
    fix: 'correct the name',
    explanation: paragraph`Names that Elastic Agent uses, such as client_auth or verification_mode under ssl of an output, differ from those
      of Elasticsearch. Often the message names the setting that was meant.`,
  },
  'es-keystore-not-read': {
    severity: 'info',
    cause: 'the keystore is not read here, so nothing is said about the certificate and key in it',
    fix: 'give its password with --keystore-password-file; a JKS keystore is not read, convert it: keytool -importkeystore -deststoretype PKCS12',
    explanation: paragraph`Elasticsearch 8 and 9 set up TLS by themselves at first start, with certs/http.p12. Its password is in the keystore of
      Elasticsearch: bin/elasticsearch-keystore show xpack.security.http.ssl.keystore.secure_password.`,
  },
  'es-keystore-password-wrong': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'keystore password was incorrect' }],
    cause: 'the password does not open the PKCS#12 keystore',
    fix: 'set it again: bin/elasticsearch-keystore add xpack.security.http.ssl.keystore.secure_password',
    explanation: paragraph`A file made by elasticsearch-certutil without a password has an empty one.`,
  },
  'es-keystore-damaged': {
    severity: 'error',
    cause: 'the keystore is not a PKCS#12 file, is damaged, or holds no key with a certificate',
    fix: 'take it from where it was made, or name PEM files with ssl.certificate and ssl.key',
    explanation: paragraph`keystore.path takes PKCS#12 (.p12, .pfx) and JKS. The certificate that Elasticsearch presents and its key are one
      entry in it.`,
  },
  'es-client-auth-invalid': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'could not resolve ssl client authentication, unknown value [{value}], recognised values are [none,optional,required]',
      },
    ],
    cause: 'client_authentication is none, optional or required',
    fix: 'give one of the three',
    explanation: paragraph`The values true and false of early versions are gone.`,
  },
  'es-partner-setting-missing': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'cannot specify [{setting}] without also setting [{partner}]' }],
    cause: 'a certificate and its key only work together, and one of the two settings is missing',
    fix: 'set both',
    explanation: paragraph`For a key without a certificate the message speaks of keystore.path: that is a slip in Elasticsearch.`,
  },
  'es-certificate-and-keystore': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'cannot specify both [{setting}] and [{partner}]' }],
    cause: 'the same thing is configured twice, as PEM files and as a keystore',
    fix: 'keep one of the two settings',
    explanation: paragraph`certificate excludes keystore.path, certificate_authorities excludes truststore.path. The automatic
      configuration of a first start writes keystore.path into the file: remove it when PEM files take its place.`,
  },
  'es-passphrase-in-settings': {
    severity: 'warning',
    cause: 'the passphrase of the key stands in the settings file, readable to whoever reads settings or backups',
    fix: 'remove it and run: bin/elasticsearch-keystore add xpack.security.http.ssl.secure_key_passphrase',
    explanation: paragraph`key_passphrase is deprecated since 7.17. Together with secure_key_passphrase in the keystore it is an error:
      Elasticsearch refuses to have both.`,
  },
  'es-path-outside-config': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'cannot read configured {type} [{path}] because access to read the file is blocked; SSL resources should be placed in the [{folder}] directory',
      },
    ],
    cause: 'Elasticsearch reads TLS files only inside its configuration folder',
    fix: 'put the files into a folder below it, such as /etc/elasticsearch/certs, and name them relative to it: certs/es-cert.pem',
    explanation: paragraph`The limit is set by Java, whatever the modes of the files, and a symbolic link does not lead around it.`,
  },
} as const satisfies Rules;
