package judge;

/** What was decided about a job; the texts are absent where nothing went wrong. */
final class Verdict {
    final String id;
    boolean accepted;
    String serverLoad;
    String clientLoad;
    String server;
    String client;

    Verdict(String id) {
        this.id = id;
    }
}
