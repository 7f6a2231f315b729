package dev.freshet.serving.catalog;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.VideoRules;
import dev.freshet.schemas.validation.Violation;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every video of the catalogue: in memory without its feature vectors, on disk whole. */
@Singleton
public final class CatalogueStore implements Catalogue, TopicCopy {

  private static final AvroSerde<Video> SERDE = AvroSerde.of(Video.class);

  private final LocalStore store;
  private final CatalogueIndex index = new CatalogueIndex();

  /** Videos whose removal this node has sent, and not read back yet. */
  private final Set<String> leaving = ConcurrentHashMap.newKeySet();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Clock clock;

  /** A catalogue with what {@code store} has already. */
  public CatalogueStore(LocalStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.forEach(
        Family.VIDEOS, (id, value) -> index.put(Modality.withoutVectors(SERDE.decode(value))));
  }

  @Override
  public @Nullable Video video(String id) {
    return leaving.contains(id) ? null : index.video(id);
  }

  /** Hides the video from now on: its removal is on its way through the topic. */
  void leave(String id) {
    if (index.video(id) != null) {
      leaving.add(id);
    }
  }

  /** Takes {@link #leave} back: the removal did not get into the topic. */
  void stay(String id) {
    leaving.remove(id);
  }

  /** The videos, in the orders a page needs. */
  public CatalogueIndex index() {
    return index;
  }

  /** Calls {@code listener} with the id of each video that was put in, changed or removed. */
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Calls {@code listener} no more. */
  public void forget(Consumer<String> listener) {
    listeners.remove(listener);
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.VIDEOS;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      changes.remove(Family.VIDEOS, key);
      index.remove(key);
      leaving.remove(key);
      changed(key);
      return;
    }
    Video video = SERDE.decode(value);
    Violation violation =
        VideoRules.RULES.violation(key, video, clock.instant().plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new IllegalArgumentException(violation.text());
    }
    Video known = index.video(key);
    if (known != null && !video.getUpdatedAt().isAfter(known.getUpdatedAt())) {
      return;
    }
    changes.put(Family.VIDEOS, key, value);
    index.put(Modality.withoutVectors(video));
    changed(key);
  }

  @Override
  public void clear() {
    List<String> ids = index.ids();
    index.clear();
    leaving.clear();
    store.clear(Family.VIDEOS);
    ids.forEach(this::changed);
  }

  private void changed(String id) {
    listeners.forEach(listener -> listener.accept(id));
  }
}
