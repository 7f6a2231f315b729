package dev.freshet.streams.trending;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.ErasureRules;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Who was erased, in a store that every task reads: what such a user did before does not count when
 * it comes again.
 *
 * <p>State: 24 bytes for each erased user, by {@link Fingerprint}.
 */
final class Erasures {

  static final String STORE = "erasures";

  private Erasures() {}

  static StoreBuilder<KeyValueStore<byte[], Long>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.Long())
        .withLoggingDisabled();
  }

  /** Whether what {@code user} did at {@code millis} was erased. */
  static boolean cover(ReadOnlyKeyValueStore<byte[], Long> store, String user, long millis) {
    Long erasedAt = store.get(Fingerprint.of(user));
    return erasedAt != null && millis <= erasedAt;
  }

  /** Keeps the store up to date. */
  static final class Updates implements Processor<String, byte[], Void, Void> {

    private final Topic<String, ErasedUser> erased;
    private @Nullable KeyValueStore<byte[], Long> store;

    Updates(Topic<String, ErasedUser> erased) {
      this.erased = erased;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(STORE);
    }

    /** An erasure from the future counts as of its arrival, as an event does. */
    @Override
    public void process(Record<String, byte[]> record) {
      if (store == null || record.key() == null) {
        return;
      }
      byte @Nullable [] value = record.value();
      if (value == null) {
        store.delete(Fingerprint.of(record.key()));
        return;
      }
      try {
        ErasedUser user = erased.valueSerde().deserializer().deserialize(erased.name(), value);
        Instant latest = Instant.now().plus(Bounds.CLOCK_AHEAD);
        if (ErasureRules.RULES.violation(record.key(), user, latest) == null) {
          long erasedAt = Math.min(user.getErasedAt().toEpochMilli(), record.timestamp());
          store.put(Fingerprint.of(record.key()), erasedAt);
        }
      } catch (SerializationException e) {
        // the jobs write it to the dead letters; an exception here would end the process
        return;
      }
    }
  }
}
