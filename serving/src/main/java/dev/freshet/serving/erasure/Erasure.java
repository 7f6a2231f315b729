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
   * @param rewritten places in which bytes of what is gone stay until files are rewritten, and when
   *     they have been at the latest
   */
  record Erased(
      String user,
      String requestId,
      Instant erasedAt,
      Map<String, Duration> expiring,
      Map<String, Duration> rewritten)
      implements Erasure {
    public Erased {
      rewritten = Collections.unmodifiableMap(new LinkedHashMap<>(rewritten)); // in order
      expiring = Collections.unmodifiableMap(new LinkedHashMap<>(expiring)); // in order
    }
  }

  /** Kafka did not acknowledge in time. */
  record Unavailable(String detail) implements Erasure {}
}
