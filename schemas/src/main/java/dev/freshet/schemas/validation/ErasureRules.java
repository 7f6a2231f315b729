package dev.freshet.schemas.validation;

import dev.freshet.schemas.event.ErasedUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rules of {@code erased-users}: an erasure from the future would bar a user for ever. */
public final class ErasureRules implements RecordRules<ErasedUser> {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public static final ErasureRules RULES = new ErasureRules();

  private ErasureRules() {}

  @Override
  public @Nullable Violation violation(String key, ErasedUser erasure, Instant latest) {
    Violation violation = Bounds.id("user", erasure.getUser());
    if (violation == null && !erasure.getUser().equals(key)) {
      return new Violation("key", "must be the user");
    }
    return violation == null
        ? Bounds.first(
            Bounds.past("erasedAt", erasure.getErasedAt(), latest),
            Bounds.id("requestId", erasure.getRequestId()))
        : violation;
  }
}
