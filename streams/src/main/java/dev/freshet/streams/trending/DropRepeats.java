package dev.freshet.streams.trending;

import dev.freshet.schemas.event.FeedbackEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Lets a user's event pass the first time that it comes: a sender sends again what was not
 * acknowledged, though it may have been stored.
 *
 * <p>State: a {@link Fingerprint} of user and event by the event's time, for as long as an event
 * can count in any window; a repeat that comes later counts nowhere.
 */
final class DropRepeats implements FixedKeyProcessor<String, FeedbackEvent, FeedbackEvent> {

  static final String SEEN = "seen-events";

  private final Duration counts;
  private @Nullable FixedKeyProcessorContext<String, FeedbackEvent> context;
  private @Nullable WindowStore<byte[], byte[]> seen;

  /**
   * @param counts time in which an event can count
   */
  private DropRepeats(Duration counts) {
    this.counts = counts;
  }

  /** Makes the processors and their store. */
  static FixedKeyProcessorSupplier<String, FeedbackEvent, FeedbackEvent> supplier(
      TrendingConfig config) {
    Duration counts = config.window().plus(config.grace());
    return new FixedKeyProcessorSupplier<>() {
      @Override
      public FixedKeyProcessor<String, FeedbackEvent, FeedbackEvent> get() {
        return new DropRepeats(counts);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.windowStoreBuilder(
                Stores.persistentWindowStore(SEEN, counts, Duration.ofMillis(1), false),
                Serdes.ByteArray(),
                Serdes.ByteArray()));
      }
    };
  }

  @Override
  public void init(FixedKeyProcessorContext<String, FeedbackEvent> context) {
    this.context = context;
    this.seen = context.getStateStore(SEEN);
  }

  @Override
  public void process(FixedKeyRecord<String, FeedbackEvent> record) {
    byte[] id = Fingerprint.of(record.key(), record.value().getEventId());
    WindowStore<byte[], byte[]> store = Objects.requireNonNull(seen, "init comes first");
    if (!isIn(store, id, Instant.ofEpochMilli(record.timestamp()))) {
      store.put(id, new byte[0], record.timestamp());
      Objects.requireNonNull(context, "init comes first").forward(record);
    }
  }

  /** At any time: where a sender's clock runs ahead, a repeat does not have the same one. */
  private boolean isIn(WindowStore<byte[], byte[]> store, byte[] id, Instant at) {
    try (WindowStoreIterator<byte[]> times = store.fetch(id, at.minus(counts), at.plus(counts))) {
      return times.hasNext();
    }
  }
}
