package dev.freshet.models;

/** A fault of a model or of the library that runs it, with what was being done. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String doing, Throwable cause) {
    super(doing, cause);
  }

  public ModelException(String problem) {
    super(problem);
  }
}
