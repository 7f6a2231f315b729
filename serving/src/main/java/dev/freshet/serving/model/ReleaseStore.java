package dev.freshet.serving.model;

import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The latest releases of the model that serves, networks on disk, names in memory. With the last
 * release of a generation its rows go too.
 */
@Singleton
public final class ReleaseStore implements TopicCopy {

  private static final AvroSerde<ModelRelease> SERDE = AvroSerde.of(ModelRelease.class);

  private final LocalStore store;
  private final RowTables rows;
  private final ModelConfig config;

  /** In the order of arrival, which is the order of the keys. */
  private final ConcurrentSkipListMap<String, ReleaseId> kept = new ConcurrentSkipListMap<>();

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The releases that {@code store} has already. */
  public ReleaseStore(LocalStore store, RowTables rows, ModelConfig config) {
    this.store = store;
    this.rows = rows;
    this.config = config;
    store.forEach(
        Family.MODEL_RELEASES,
        (key, value) -> {
          ModelRelease release = SERDE.decode(value);
          if (release.getModel().equals(config.name())) {
            kept.put(key, ReleaseId.of(release));
          }
        });
  }

  /** The kept releases, oldest first. */
  public List<ReleaseId> releases() {
    return List.copyOf(kept.values());
  }

  /** The newest release, or nothing while there is none. */
  Optional<ReleaseId> newest() {
    List<ReleaseId> releases = releases();
    return releases.isEmpty() ? Optional.empty() : Optional.of(releases.getLast());
  }

  /** The release with its network, or nothing where it is not kept. */
  Optional<ModelRelease> release(ReleaseId id) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getValue().equals(id))
        .map(entry -> store.value(Family.MODEL_RELEASES, entry.getKey()))
        .flatMap(java.util.stream.Stream::ofNullable)
        .map(SERDE::decode)
        .findFirst();
  }

  /** Calls {@code listener} on the feed's thread, once the newest release is on disk. */
  void onRelease(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.MODEL_RELEASES;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      return;
    }
    ModelRelease release = SERDE.decode(value);
    ReleaseId id = ReleaseId.of(release);
    if (!release.getModel().equals(config.name()) || !isNewer(id)) {
      return;
    }
    String place = nextPlace();
    kept.put(place, id);
    changes.put(Family.MODEL_RELEASES, place, value);
    while (kept.size() > config.keptReleases()) {
      drop(kept.firstKey(), changes);
    }
  }

  @Override
  public void written() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public void clear() {
    kept.clear();
    store.clear(Family.MODEL_RELEASES);
  }

  /** Within a generation steps only grow; a generation that has been left does not come back. */
  private boolean isNewer(ReleaseId id) {
    return kept.values().stream()
        .filter(known -> known.generation().equals(id.generation()))
        .allMatch(known -> known.step() < id.step());
  }

  private void drop(String place, Changes changes) {
    ReleaseId dropped = kept.remove(place);
    changes.remove(Family.MODEL_RELEASES, place);
    if (dropped != null
        && kept.values().stream()
            .noneMatch(other -> other.generation().equals(dropped.generation()))) {
      rows.retire(dropped.generation(), changes);
    }
  }

  private String nextPlace() {
    long last = kept.isEmpty() ? -1 : Long.parseLong(kept.lastKey(), 16);
    return "%016x".formatted(last + 1);
  }
}
