package judge;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Java as a judge: {@code handshake < jobs.json} or {@code files < files.json}, verdicts as JSON on stdout. An Elasticsearch
 * node's end is made by Elasticsearch's own ssl-config library from its elasticsearch.yml.
 */
public final class Judge {
    public static void main(String[] args) throws Exception {
        Gson gson = new Gson();
        Reader input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        switch (args.length == 1 ? args[0] : "") {
            case "handshake" -> System.out.println(gson.toJson(judgeAll(gson.fromJson(input, Job[].class))));
            case "files" -> System.out.println(gson.toJson(Files.judgeAll(gson.fromJson(input, Files.Jobs.class))));
            default -> {
                System.err.println("usage: handshake < jobs.json | files < files.json");
                System.exit(1);
            }
        }
    }

    private static List<Verdict> judgeAll(Job[] jobs) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Job job : jobs) {
            verdicts.add(judge(job));
        }
        return verdicts;
    }

    private static Verdict judge(Job job) {
        Verdict verdict = new Verdict(job.id);
        End server = null;
        End client = null;
        try {
            // A moment other than now cannot be told to Elasticsearch's loader.
            server = job.elasticsearch == null || job.at != null
                ? End.ofPem(job.server, job.at)
                : ElasticsearchEnd.of(job.elasticsearch);
        } catch (Exception e) {
            verdict.serverLoad = text(e);
        }
        try {
            client = End.ofPem(job.client, job.at);
        } catch (Exception e) {
            verdict.clientLoad = text(e);
        }
        if (server == null || client == null) {
            return verdict;
        }
        Connection.Outcome outcome = job.at == null
            ? Connection.handshake(server, client, job)
            : Connection.paths(server, client);
        verdict.server = text(outcome.server());
        verdict.client = text(outcome.client());
        verdict.accepted = outcome.server() == null && outcome.client() == null;
        return verdict;
    }

    /** A failure and its causes, as a log would show them. */
    static String text(Throwable failure) {
        if (failure == null) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String line = each.getClass().getSimpleName() + ": " + each.getMessage();
            if (lines.isEmpty() || !lines.get(lines.size() - 1).endsWith(line)) {
                lines.add(line);
            }
        }
        return String.join("; caused by ", lines);
    }
}
