package dev.freshet.schemas.release;

/** Parts of an artifact have not arrived; trying again later may help. */
public final class MissingArtifactException extends ArtifactException {
  private static final long serialVersionUID = 1L;

  MissingArtifactException(String message) {
    super(message);
  }
}
