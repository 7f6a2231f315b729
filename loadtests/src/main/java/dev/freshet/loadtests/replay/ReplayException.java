package dev.freshet.loadtests.replay;

/** A replay cannot go on, with what was being done or found. */
final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayException(String problem) {
    super(problem);
  }

  ReplayException(String doing, Throwable cause) {
    super(doing + ": " + cause, cause);
  }
}
