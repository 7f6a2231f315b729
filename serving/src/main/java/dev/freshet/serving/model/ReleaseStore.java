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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Releases of the model that serves, networks on disk, names in memory: the newest, and older ones
 * further and further apart. One may be pinned: it is kept as long as it is. With the last release
 * of a generation its rows go too.
 */
@Singleton
public final class ReleaseStore implements TopicCopy {

  private static final AvroSerde<ModelRelease> SERDE = AvroSerde.of(ModelRelease.class);

  private final LocalStore store;
  private final RowTables rows;
  private final ModelConfig config;
  private final Clock clock;
  private final ReleaseRetention spacing;

  /** By key on disk, which is the time of arrival; guarded by this. */
  private final TreeMap<String, KeptRelease> kept = new TreeMap<>();

  private @Nullable ReleaseId pinned;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The releases that {@code store} has already. */
  public ReleaseStore(LocalStore store, RowTables rows, ModelConfig config, Clock clock) {
    this.store = store;
    this.rows = rows;
    this.config = config;
    this.clock = clock;
    this.spacing = new ReleaseRetention(config.newestReleases(), config.keptFor());
    store.forEach(
        Family.MODEL_RELEASES,
        (key, value) -> {
          ModelRelease release = SERDE.decode(value);
          if (release.getModel().equals(config.name())) {
            kept.put(key, KeptRelease.of(release, arrival(key)));
          }
        });
    byte[] pin = store.value(Family.PINNED_RELEASES, config.name());
    KeptRelease found = pin == null ? null : kept.get(new String(pin, StandardCharsets.UTF_8));
    this.pinned = found == null ? null : found.id();
  }

  /** The kept releases, oldest first. */
  public synchronized List<KeptRelease> releases() {
    return List.copyOf(kept.values());
  }

  /**
   * The release to be served: the pinned one or, where none is, the newest; nothing without any.
   */
  synchronized Optional<ReleaseId> wanted() {
    return pinned()
        .or(() -> Optional.ofNullable(kept.lastEntry()).map(last -> last.getValue().id()));
  }

  /** The release that was pinned, if one was. */
  public synchronized Optional<ReleaseId> pinned() {
    return Optional.ofNullable(pinned);
  }

  /**
   * Pins the release, over restarts too; says whether it is kept, and pins nothing if it is not.
   */
  synchronized boolean pin(ReleaseId id) {
    Optional<String> place = place(id);
    place.ifPresent(
        key -> {
          try (Changes changes = store.changes()) {
            changes.put(
                Family.PINNED_RELEASES, config.name(), key.getBytes(StandardCharsets.UTF_8));
            store.write(changes);
          }
          pinned = id;
        });
    return place.isPresent();
  }

  /** Takes the pin off. */
  synchronized void unpin() {
    try (Changes changes = store.changes()) {
      changes.remove(Family.PINNED_RELEASES, config.name());
      store.write(changes);
    }
    pinned = null;
  }

  /** The release with its network, or nothing where it is not kept. */
  synchronized Optional<ModelRelease> release(ReleaseId id) {
    return place(id)
        .flatMap(place -> Optional.ofNullable(store.value(Family.MODEL_RELEASES, place)))
        .map(SERDE::decode);
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
  public synchronized void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      return;
    }
    ModelRelease release = SERDE.decode(value);
    if (!release.getModel().equals(config.name()) || !isNewer(ReleaseId.of(release))) {
      return;
    }
    String place = nextPlace();
    kept.put(place, KeptRelease.of(release, arrival(place)));
    changes.put(Family.MODEL_RELEASES, place, value);
    surplus().forEach(each -> drop(each, changes));
  }

  @Override
  public void written() {
    listeners.forEach(Runnable::run);
  }

  @Override
  public synchronized void clear() {
    kept.clear();
    pinned = null;
    store.clear(Family.MODEL_RELEASES);
    store.clear(Family.PINNED_RELEASES);
  }

  /** Within a generation steps only grow; a generation that has been left does not come back. */
  private boolean isNewer(ReleaseId id) {
    return kept.values().stream()
        .map(KeptRelease::id)
        .filter(known -> known.generation().equals(id.generation()))
        .allMatch(known -> known.step() < id.step());
  }

  private Optional<String> place(ReleaseId id) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private List<String> surplus() {
    List<String> places = new ArrayList<>(kept.keySet());
    List<Instant> arrivals = kept.values().stream().map(KeptRelease::arrivedAt).toList();
    return spacing.surplus(arrivals, clock.instant()).stream()
        .map(places::get)
        .filter(place -> !isPinned(place))
        .toList();
  }

  private boolean isPinned(String place) {
    KeptRelease release = kept.get(place);
    return release != null && release.id().equals(pinned);
  }

  private void drop(String place, Changes changes) {
    KeptRelease dropped = kept.remove(place);
    changes.remove(Family.MODEL_RELEASES, place);
    if (dropped != null
        && kept.values().stream()
            .noneMatch(other -> other.id().generation().equals(dropped.id().generation()))) {
      rows.retire(dropped.id().generation(), changes);
    }
  }

  /** Epoch milliseconds in hexadecimal, so that keys sort by arrival. */
  private String nextPlace() {
    long last = kept.isEmpty() ? -1 : Long.parseLong(kept.lastKey(), 16);
    return "%016x".formatted(Math.max(last + 1, clock.millis()));
  }

  private static Instant arrival(String place) {
    return Instant.ofEpochMilli(Long.parseLong(place, 16));
  }
}
