package dev.freshet.loadtests.transfer;

import org.jspecify.annotations.Nullable;

/** An import or export that cannot go on; the message says which file or topic and why. */
final class TransferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransferException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
