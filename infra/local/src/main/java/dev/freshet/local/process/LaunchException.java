package dev.freshet.local.process;

/** Why the system cannot start or go on, in words for the person at the terminal. */
public final class LaunchException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The message is all that is shown. */
  public LaunchException(String message) {
    super(message);
  }

  /** The message is all that is shown; {@code cause} is for a debugger. */
  public LaunchException(String message, Throwable cause) {
    super(message, cause);
  }
}
