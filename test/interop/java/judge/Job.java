package judge;

import java.util.List;
import java.util.Map;

/** One connection, named as in Elastic's settings. */
final class Job {
    String id;
    String tls;
    Ssl server;
    Ssl client;
    /** The name the client dials; empty for a program that does not tell its TLS library. */
    String dial;
    /** RFC 3339: look at both certificates at this moment, instead of a handshake. */
    String at;
    Elasticsearch elasticsearch;

    static final class Ssl {
        List<String> certificate_authorities = List.of();
        String certificate;
        String key;
        String key_passphrase_path;
        String client_authentication = "none";
        String verification_mode = "full";
    }

    static final class Elasticsearch {
        Map<String, Object> settings;
        String base;
        String passphraseFile;
    }
}
