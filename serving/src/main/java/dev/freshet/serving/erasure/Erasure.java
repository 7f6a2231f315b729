package dev.freshet.serving.erasure;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What erasing a user can come to. */
sealed interface Erasure {

  /**
   * Kafka has acknowledged the erasure; nothing brings back any more what the user did before.
   *
   * @param requestId names the erasure
   * @param erasedAt what the user did up to this event time is forgotten
   * @param expiring topics whose records of the user are not removed one by one, and how long they
   *     are kept at most
   */
  record Erased(String user, String requestId, Instant erasedAt, Map<String, Duration> expiring)
      implements Erasure {
    public Erased {
      expiring = Collections.unmodifiableMap(new LinkedHashMap<>(expiring)); // in order
    }
  }

  /** Kafka did not acknowledge in time. */
  record Unavailable(String detail) implements Erasure {}
}
