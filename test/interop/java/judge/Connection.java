package judge;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Handshakes over loopback, and paths judged at a moment. */
final class Connection {
    private static final int PATIENCE_MILLIS = 10_000;

    /** What went wrong at either end; null where nothing did. */
    record Outcome(Exception server, Exception client) {}

    private Connection() {}

    static Outcome handshake(End server, End client, Job job) {
        String[] protocols = {job.tls};
        try (
            SSLServerSocket listener = (SSLServerSocket) server.context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())
        ) {
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setProtocols(protocols);
            server.configure(parameters);
            listener.setSSLParameters(parameters);
            listener.setSoTimeout(PATIENCE_MILLIS);
            CompletableFuture<Exception> served = CompletableFuture.supplyAsync(() -> serve(listener));
            Exception dialled = dial(client, listener.getLocalPort(), protocols, job.dial);
            return new Outcome(served.join(), dialled);
        } catch (IOException e) {
            return new Outcome(e, null);
        }
    }

    private static Exception serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            return exchange(socket);
        } catch (IOException e) {
            return e;
        }
    }

    private static Exception dial(End client, int port, String[] protocols, String name) {
        try (Socket raw = new Socket()) {
            raw.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            boolean knowsName = !name.isEmpty();
            SSLSocket socket = (SSLSocket) client.context
                .getSocketFactory()
                .createSocket(raw, knowsName ? name : "127.0.0.1", port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(protocols);
            if (knowsName && client.checksName) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            return exchange(socket);
        } catch (IOException e) {
            return e;
        }
    }

    /** One byte each way: in TLS 1.3 a client learns only when it reads that it was refused (RFC 8446 section 2). */
    private static Exception exchange(SSLSocket socket) {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            socket.getOutputStream().write(1);
            return socket.getInputStream().read() < 0 ? new EOFException("closed by the other end") : null;
        } catch (IOException e) {
            return e;
        }
    }

    static Outcome paths(End server, End client) {
        Exception atServer = null;
        Exception atClient = null;
        try {
            client.trusts.checkServerTrusted(server.shows.toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (Exception e) {
            atClient = e;
        }
        try {
            if (!server.clientAuthentication.equals("none")) {
                server.trusts.checkClientTrusted(client.shows.toArray(X509Certificate[]::new), "UNKNOWN");
            }
        } catch (Exception e) {
            atServer = e;
        }
        return new Outcome(atServer, atClient);
    }
}
