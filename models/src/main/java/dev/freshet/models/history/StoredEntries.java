package dev.freshet.models.history;

import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries of one user's sets that no longer fit into the state. */
@FunctionalInterface
public interface StoredEntries {

  /** None. */
  StoredEntries NONE = (set, hash) -> null;

  /** The entry of that set and hash, or null where there is none. */
  @Nullable Entry entry(UserSet set, long hash);

  /**
   * An entry.
   *
   * @param value the decision; NONE of a seen video
   * @param at its event time
   */
  record Entry(PreferenceValue value, Instant at) {}
}
