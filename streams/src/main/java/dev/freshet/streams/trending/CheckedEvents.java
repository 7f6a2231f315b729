package dev.freshet.streams.trending;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.EventRules;
import dev.freshet.schemas.validation.Violation;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the events that keep the rules of their topic. One that breaks a rule fails, which
 * makes its record a dead letter. Marks and removals end here.
 */
final class CheckedEvents implements FixedKeyProcessor<String, FeedbackEvent, FeedbackEvent> {

  private @Nullable FixedKeyProcessorContext<String, FeedbackEvent> context;

  @Override
  public void init(FixedKeyProcessorContext<String, FeedbackEvent> context) {
    this.context = context;
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interface does not say that keys and values may be null
  public void process(FixedKeyRecord<String, FeedbackEvent> record) {
    @Nullable String key = record.key();
    @Nullable FeedbackEvent event = record.value();
    if (event == null || WatermarkMark.KEY.equals(key)) {
      return;
    }
    Violation violation =
        EventRules.RULES.violation(
            key == null ? "" : key, event, Instant.now().plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new IllegalArgumentException(violation.text());
    }
    Objects.requireNonNull(context, "init comes first").forward(record);
  }
}
