package dev.freshet.serving.store;

/** A fault of the local store, with what was being done. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String doing, Throwable cause) {
    super(doing, cause);
  }
}
