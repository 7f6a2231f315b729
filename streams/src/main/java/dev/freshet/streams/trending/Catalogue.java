package dev.freshet.streams.trending;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.VideoRules;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
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
 * What trending needs of the catalogue, in a store that every task reads: how long a video is, and
 * whether it was deleted.
 *
 * <p>State: eight bytes for each video of the catalogue and for each deleted one. A deleted video
 * stays known as such, because a late event must not bring it back.
 */
final class Catalogue {

  static final String STORE = "video-lengths";

  /** Length of a video that the catalogue does not know. */
  static final long UNKNOWN = 0;

  private static final long DELETED = -1;

  private final Topic<String, Video> videos;
  private final AtomicLong deletions = new AtomicLong();

  Catalogue(Topic<String, Video> videos) {
    this.videos = videos;
  }

  StoreBuilder<KeyValueStore<String, Long>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long())
        .withLoggingDisabled();
  }

  /** Videos deleted since the start; grows when rankings have to be looked through. */
  long deletions() {
    return deletions.get();
  }

  /** Keeps the store up to date. */
  Processor<String, byte[], Void, Void> updates() {
    return new Updates();
  }

  /** Length of the video in milliseconds, or {@link #UNKNOWN}. */
  static long lengthMillis(ReadOnlyKeyValueStore<String, Long> store, String video) {
    Long length = store.get(video);
    return length == null ? UNKNOWN : Math.max(UNKNOWN, length);
  }

  static boolean isDeleted(ReadOnlyKeyValueStore<String, Long> store, String video) {
    Long length = store.get(video);
    return length != null && length == DELETED;
  }

  /** The last record of a video counts, as it does for the topic's compaction. */
  private final class Updates implements Processor<String, byte[], Void, Void> {

    private @Nullable KeyValueStore<String, Long> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
      if (store == null || record.key() == null) {
        return;
      }
      byte @Nullable [] value = record.value();
      if (value == null) {
        store.put(record.key(), DELETED);
        deletions.incrementAndGet();
        return;
      }
      try {
        Video video = videos.valueSerde().deserializer().deserialize(videos.name(), value);
        Instant latest = Instant.now().plus(Bounds.CLOCK_AHEAD);
        if (VideoRules.RULES.violation(record.key(), video, latest) == null) {
          store.put(record.key(), video.getLengthMillis());
        }
      } catch (SerializationException e) {
        // the jobs write it to the dead letters; an exception here would end the process
        return;
      }
    }
  }
}
