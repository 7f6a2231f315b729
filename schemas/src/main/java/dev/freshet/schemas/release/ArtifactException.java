package dev.freshet.schemas.release;

/** An artifact of a release cannot be used; the message says which and why. */
public class ArtifactException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public ArtifactException(String message) {
    super(message);
  }

  /** What was being done, and what came in between. */
  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
