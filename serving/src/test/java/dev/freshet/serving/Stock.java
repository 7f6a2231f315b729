package dev.freshet.serving;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts records into the local copies as the feeds would. */
@Singleton
public final class Stock {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final LocalStore store;
  private final List<TopicCopy> copies;

  Stock(LocalStore store, List<TopicCopy> copies) {
    this.store = store;
    this.copies = copies;
  }

  public void put(Video video) {
    take(Topics.VIDEOS, video.getVideo(), video);
  }

  public void removeVideo(String id) {
    take(Topics.VIDEOS, id, null);
  }

  public void put(UserState state) {
    take(Topics.USER_STATES, state.getUser(), state);
  }

  public void removeState(String user) {
    take(Topics.USER_STATES, user, null);
  }

  public void put(ErasedUser erasure) {
    take(Topics.ERASED_USERS, erasure.getUser(), erasure);
  }

  /** Breaks the stored state of the user. */
  public void spoilState(String user) {
    try (Changes changes = store.changes()) {
      changes.put(Family.USER_STATES, user, new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 42});
      store.write(changes);
    }
  }

  public void putRow(String generation, String table, String id, long step, float... vector) {
    take(
        Topics.EMBEDDING_ROWS,
        generation + "/" + table + "/" + id,
        new EmbeddingRow(generation, table, id, step, FloatBytes.of(vector)));
  }

  public void putTrending(String surface, String... videos) {
    List<TrendingVideo> counted = new ArrayList<>();
    for (int i = 0; i < videos.length; i++) {
      counted.add(new TrendingVideo(videos[i], 100L - i));
    }
    take(
        Topics.TRENDING,
        surface + "/now",
        new Trending(surface, NOON, NOON.plusSeconds(300), counted));
  }

  public void release(String generation, long step) {
    release(generation, step, null);
  }

  public void release(String generation, long step, @Nullable String fusion) {
    ModelRelease.Builder release =
        ModelRelease.newBuilder()
            .setModel("sasrec")
            .setGeneration(generation)
            .setStep(step)
            .setLearnedUpTo(NOON)
            .setNetwork(ByteBuffer.allocate(0))
            .setMetrics(Map.of("auc", 0.5))
            .setProbe(new Probe(Map.of(), Map.of(), 0f))
            .setProvenance(new ReleaseProvenance("test", "{}", 42L));
    if (fusion != null) {
      release.setFusion(fusion);
    }
    take(Topics.MODEL_RELEASES, "sasrec", release.build());
  }

  private <V> void take(Topic<String, V> topic, String key, @Nullable V value) {
    TopicCopy copy =
        copies.stream()
            .filter(each -> each.topic().name().equals(topic.name()))
            .findFirst()
            .orElseThrow();
    try (Changes changes = store.changes()) {
      copy.take(
          key,
          value == null ? null : topic.valueSerde().serializer().serialize(topic.name(), value),
          changes);
      store.write(changes);
    }
    copy.written();
  }

  public void clear() {
    copies.forEach(TopicCopy::clear);
  }
}
