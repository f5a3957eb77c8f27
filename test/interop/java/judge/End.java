package judge;

import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** One end of a connection, ready to shake hands. */
final class End {
    final SSLContext context;
    final String clientAuthentication;
    final boolean checksName;
    /** Absent in an end that another library made. */
    final X509TrustManager trusts;
    final List<X509Certificate> shows;

    private End(SSLContext context, Job.Ssl ssl, X509TrustManager trusts, List<X509Certificate> shows) {
        this.context = context;
        this.clientAuthentication = ssl.client_authentication;
        this.checksName = ssl.verification_mode.equals("full");
        this.trusts = trusts;
        this.shows = shows;
    }

    /** An end that another library made. */
    static End of(SSLContext context, String clientAuthentication) {
        Job.Ssl ssl = new Job.Ssl();
        ssl.client_authentication = clientAuthentication;
        return new End(context, ssl, null, null);
    }

    /** An end from PEM files; its certificates are judged as of {@code at}, or now. */
    static End ofPem(Job.Ssl ssl, String at) throws Exception {
        List<X509Certificate> shows = ssl.certificate == null ? List.of() : Pem.certificates(ssl.certificate);
        PrivateKey key = ssl.key == null ? null : Pem.key(ssl.key, ssl.key_passphrase_path);
        X509TrustManager trusts = trust(ssl.certificate_authorities, at);
        SSLContext context = SSLContext.getInstance("TLS");
        ShownAlways keys = new ShownAlways(shows, key);
        context.init(
            key == null ? null : new ShownAlways[] {keys},
            new TrustManager[] {trusts},
            null
        );
        return new End(context, ssl, trusts, shows);
    }

    void configure(SSLParameters parameters) {
        parameters.setNeedClientAuth(false);
        if (clientAuthentication.equals("optional")) {
            parameters.setWantClientAuth(true);
        } else if (clientAuthentication.equals("required")) {
            parameters.setNeedClientAuth(true);
        }
    }

    private static X509TrustManager trust(List<String> paths, String at) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (String path : paths) {
            for (X509Certificate certificate : Pem.certificates(path)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (at == null || paths.isEmpty()) {
            factory.init(store);
        } else {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.parse(at)));
            factory.init(new CertPathTrustManagerParameters(parameters));
        }
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
