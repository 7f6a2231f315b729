package dev.freshet.loadtests.http;

/** The server did not answer, or said that it cannot just now; asking again may help. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String problem) {
    super(problem);
  }

  UnavailableException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
