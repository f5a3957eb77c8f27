package judge;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.elasticsearch.common.ssl.SslClientAuthenticationMode;
import org.elasticsearch.common.ssl.SslConfiguration;
import org.elasticsearch.common.ssl.SslConfigurationLoader;

/** The HTTP end of an Elasticsearch node, made by Elasticsearch's own code from the settings of its elasticsearch.yml. */
final class ElasticsearchEnd extends SslConfigurationLoader {
    private static final String PREFIX = "xpack.security.http.ssl.";
    private final Job.Elasticsearch node;

    private ElasticsearchEnd(Job.Elasticsearch node) {
        super(PREFIX);
        this.node = node;
        // As x-pack's SSLService sets it for HTTP; the library's own default is for transport.
        setDefaultClientAuth(SslClientAuthenticationMode.NONE);
    }

    static End of(Job.Elasticsearch node) {
        SslConfiguration loaded = new ElasticsearchEnd(node).load(Path.of(node.base));
        return End.of(loaded.createSslContext(), loaded.clientAuth().name().toLowerCase(Locale.ROOT));
    }

    @Override
    protected boolean hasSettings(String prefix) {
        return node.settings.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    @Override
    protected String getSettingAsString(String name) {
        Object value = node.settings.get(name);
        return value == null ? null : value.toString();
    }

    /** The passphrase is in the keystore, which is told it from the file beside the key. */
    @Override
    protected char[] getSecureSetting(String name) throws Exception {
        boolean isPassphrase = name.equals(PREFIX + "secure_key_passphrase") && node.passphraseFile != null;
        return isPassphrase ? Pem.passphrase(node.passphraseFile) : null;
    }

    @Override
    protected List<String> getSettingAsList(String name) {
        Object value = node.settings.get(name);
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).toList();
        }
        return value == null ? List.of() : List.of(value.toString().split(","));
    }
}
