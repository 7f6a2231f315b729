package dev.freshet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueIndexTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final CatalogueIndex index = new CatalogueIndex();

  @Test
  void ordersVideosByTheirUpload() {
    index.put(video("old", "anna", 1));
    index.put(video("new", "anna", 3));
    index.put(video("middle", "ben", 2));

    assertThat(index.newestFirst()).containsExactly("new", "middle", "old");
    assertThat(index.of("anna")).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void movesAVideoWhoseAuthorAndUploadChange() {
    index.put(video("a", "anna", 1));
    index.put(video("b", "anna", 2));
    index.put(video("a", "ben", 3));

    assertThat(index.newestFirst()).containsExactly("a", "b");
    assertThat(index.of("anna")).containsExactly("b");
    assertThat(index.of("ben")).containsExactly("a");
    assertThat(index.size()).isEqualTo(2);
  }

  @Test
  void findsVideosByTheirTagsWhateverChanges() {
    index.put(tagged("a", 1, "cats", "snow"));
    index.put(tagged("b", 2, "cats"));
    assertThat(index.tagged("cats")).containsExactly("b", "a");

    index.put(tagged("a", 3, "cats"));
    assertThat(index.tagged("cats")).containsExactly("a", "b");
    assertThat(index.tagged("snow")).isEmpty();

    index.remove("a");
    assertThat(index.tagged("cats")).containsExactly("b");
    index.clear();
    assertThat(index.tagged("cats")).isEmpty();
  }

  @Test
  void mergesTagsWithinATimeEachVideoOnce() {
    index.put(tagged("a", 1, "cats", "snow"));
    index.put(tagged("b", 2, "cats"));
    index.put(tagged("c", 3, "snow"));
    index.put(tagged("d", 4, "dogs"));
    index.put(tagged("e", 5, "cats", "snow"));

    assertThat(index.newestFirst(Set.of("cats", "snow", "none"), NOON, hour(9)))
        .toIterable()
        .containsExactly("e", "c", "b", "a");
    assertThat(index.newestFirst(Set.of("cats"), hour(1), hour(4)))
        .toIterable()
        .containsExactly("b");
    assertThat(index.newestFirst(Set.of(), Instant.MIN, Instant.MAX)).toIterable().hasSize(5);
    assertThat(index.newestFirst(Set.of(), hour(2), hour(2))).isExhausted();
  }

  private static Video tagged(String id, int second, String... tags) {
    return Video.newBuilder(video(id, "anna", second)).setTags(List.of(tags)).build();
  }

  @Test
  void drawsEveryVideoThatIsLeftAboutEquallyOften() {
    IntStream.range(0, 10).forEach(i -> index.put(video("v" + i, "anna", i)));
    index.remove("v3");
    index.remove("v9");
    SplittableRandom random = new SplittableRandom(42);
    Map<String, Integer> drawn = new HashMap<>();

    for (int i = 0; i < 8_000; i++) {
      drawn.merge(Objects.requireNonNull(index.any(random)), 1, Integer::sum);
    }

    assertThat(drawn).hasSize(8).doesNotContainKeys("v3", "v9");
    assertThat(drawn.values()).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void isEmptyWhenEverythingWasRemoved() {
    IntStream.range(0, 3_000).forEach(i -> index.put(video("v" + i, "anna", i)));
    IntStream.range(0, 3_000).forEach(i -> index.remove("v" + i));

    assertThat(index.size()).isZero();
    assertThat(index.newestFirst()).isEmpty();
    assertThat(index.of("anna")).isEmpty();
    assertThat(index.any(new SplittableRandom(42))).isNull();
  }

  private static Video video(String id, String author, int hour) {
    return Video.newBuilder(TestEvents.video(id, author)).setUploadedAt(hour(hour)).build();
  }

  private static Instant hour(int hour) {
    return NOON.plusSeconds(3_600L * hour);
  }
}
