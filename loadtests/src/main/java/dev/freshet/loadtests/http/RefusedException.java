package dev.freshet.loadtests.http;

/** The server refused the request as it stands; asking again would not help. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String problem) {
    super(problem);
  }
}
