package dev.freshet.serving.erasure;

import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.audit.Audited;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The receipt of an erasure.
 *
 * @param requestId names the erasure; its record keeps it too
 * @param erasedAt what the user did up to this event time is forgotten, also when it comes again
 * @param erased what is gone as soon as the jobs and nodes have read of it
 * @param expiring what goes by itself
 * @param rewritten where bytes of what is gone stay until files are rewritten
 * @param kept where the user's id stays, with the time of the erasure: what the user did before it
 *     must be known again when it comes again
 */
@Serdeable
record ErasureResponse(
    String requestId,
    String user,
    Instant erasedAt,
    List<String> erased,
    List<ExpiringRecords> expiring,
    List<RewrittenPlace> rewritten,
    List<String> kept)
    implements Audited {

  private static final List<String> ERASED =
      List.of(
          "user state",
          "seen videos",
          "impressions waiting for their outcome",
          "history of future examples",
          "published embedding rows of the user",
          "entries of the user's sets");

  private static final List<String> KEPT =
      List.of(
          "topic " + Topics.ERASED_USERS.name(),
          "stores of serving nodes",
          "state and checkpoints of jobs");

  static ErasureResponse of(Erasure.Erased erased) {
    return new ErasureResponse(
        erased.requestId(),
        erased.user(),
        erased.erasedAt(),
        ERASED,
        erased.expiring().entrySet().stream()
            .map(entry -> new ExpiringRecords(entry.getKey(), entry.getValue().toDays()))
            .toList(),
        erased.rewritten().entrySet().stream()
            .map(entry -> new RewrittenPlace(entry.getKey(), hours(entry.getValue())))
            .toList(),
        KEPT);
  }

  /** Begun hours count. */
  private static long hours(Duration within) {
    return within.plusHours(1).minusNanos(1).toHours();
  }

  @Override
  public Map<String, Object> auditFields() {
    return Map.of("requestId", requestId, "erasedAt", erasedAt);
  }

  /**
   * Records of the user that lie in a topic.
   *
   * @param days how long they are kept at most
   */
  @Serdeable
  record ExpiringRecords(String topic, long days) {}

  /**
   * A place whose files are rewritten without the user.
   *
   * @param hours after which they have been at the latest
   */
  @Serdeable
  record RewrittenPlace(String place, long hours) {}
}
