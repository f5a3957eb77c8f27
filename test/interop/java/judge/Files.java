package judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.elasticsearch.common.ssl.PemKeyConfig;
import org.elasticsearch.common.ssl.PemTrustConfig;

/** Certificate files as an Elasticsearch node loads them, each in both roles. */
final class Files {
    private Files() {}

    /** {@code key} is a private key of none of the files. */
    static final class Jobs {
        String key;
        List<String> files;
    }

    /** Why the node would not start with the file; absent where it does. */
    static final class Verdict {
        String file;
        String authorities;
        String certificate;
    }

    static List<Verdict> judgeAll(Jobs jobs) {
        Path base = Path.of("/");
        List<Verdict> verdicts = new ArrayList<>();
        for (String file : jobs.files) {
            Verdict verdict = new Verdict();
            verdict.file = file;
            verdict.authorities = failure(() -> new PemTrustConfig(List.of(file), base).createTrustManager());
            verdict.certificate = failure(() -> new PemKeyConfig(file, jobs.key, new char[0], base).createKeyManager());
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private static String failure(Runnable load) {
        try {
            load.run();
            return null;
        } catch (RuntimeException e) {
            return Judge.text(e);
        }
    }
}
