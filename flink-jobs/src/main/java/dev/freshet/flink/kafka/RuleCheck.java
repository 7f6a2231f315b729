package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Received;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.RecordRules;
import dev.freshet.schemas.validation.Violation;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a topic, as a job checks them.
 *
 * @param furthestAhead how far a sender's clock may run ahead of ours
 * @param removable whether a record without a value removes its key; otherwise it means nothing
 */
public record RuleCheck<V>(RecordRules<V> rules, Duration furthestAhead, boolean removable)
    implements Check<V> {

  /** Of a topic in which every record has a value. */
  public static <V> RuleCheck<V> ofValues(RecordRules<V> rules, Duration furthestAhead) {
    return new RuleCheck<>(rules, furthestAhead, false);
  }

  /** Of a compacted topic, with the usual margin of the clock. */
  public static <V> RuleCheck<V> ofCompacted(RecordRules<V> rules) {
    return new RuleCheck<>(rules, Bounds.CLOCK_AHEAD, true);
  }

  @Override
  public @Nullable String problem(Received<V> record) {
    V value = record.value();
    Violation violation;
    if (value != null) {
      violation = rules.violation(record.keyText(), value, Instant.now().plus(furthestAhead));
    } else if (removable) {
      violation = Bounds.id("key", record.keyText());
    } else {
      violation = new Violation("value", "must not be empty");
    }
    return violation == null ? null : violation.text();
  }
}
