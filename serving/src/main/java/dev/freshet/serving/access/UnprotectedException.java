package dev.freshet.serving.access;

/** A node without keys was told to listen where others can reach it. */
public final class UnprotectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnprotectedException(String host) {
    super(
        "serving does not listen on %s without keys: set freshet.access.keys (./freshet key makes one), or micronaut.server.host=127.0.0.1"
            .formatted(host));
  }
}
