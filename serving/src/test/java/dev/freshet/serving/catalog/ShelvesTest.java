package dev.freshet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShelvesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Shelves shelves = new Shelves();

  @Test
  void ordersVideosByTheirUpload() {
    shelves.put(video("old", "anna", 1));
    shelves.put(video("new", "anna", 3));
    shelves.put(video("middle", "ben", 2));

    assertThat(shelves.newestFirst()).containsExactly("new", "middle", "old");
    assertThat(shelves.of("anna")).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void movesAVideoWhoseAuthorAndUploadChange() {
    shelves.put(video("a", "anna", 1));
    shelves.put(video("b", "anna", 2));
    shelves.put(video("a", "ben", 3));

    assertThat(shelves.newestFirst()).containsExactly("a", "b");
    assertThat(shelves.of("anna")).containsExactly("b");
    assertThat(shelves.of("ben")).containsExactly("a");
    assertThat(shelves.size()).isEqualTo(2);
  }

  @Test
  void findsVideosByTheirTagsWhateverChanges() {
    shelves.put(tagged("a", 1, "cats", "snow"));
    shelves.put(tagged("b", 2, "cats"));
    assertThat(shelves.tagged("cats")).containsExactly("b", "a");

    shelves.put(tagged("a", 3, "cats"));
    assertThat(shelves.tagged("cats")).containsExactly("a", "b");
    assertThat(shelves.tagged("snow")).isEmpty();

    shelves.remove("a");
    assertThat(shelves.tagged("cats")).containsExactly("b");
    shelves.clear();
    assertThat(shelves.tagged("cats")).isEmpty();
  }

  private static Video tagged(String id, int second, String... tags) {
    return Video.newBuilder(video(id, "anna", second)).setTags(List.of(tags)).build();
  }

  @Test
  void drawsEveryVideoThatIsLeftAboutEquallyOften() {
    IntStream.range(0, 10).forEach(i -> shelves.put(video("v" + i, "anna", i)));
    shelves.remove("v3");
    shelves.remove("v9");
    SplittableRandom random = new SplittableRandom(42);
    Map<String, Integer> drawn = new HashMap<>();

    for (int i = 0; i < 8_000; i++) {
      drawn.merge(Objects.requireNonNull(shelves.any(random)), 1, Integer::sum);
    }

    assertThat(drawn).hasSize(8).doesNotContainKeys("v3", "v9");
    assertThat(drawn.values()).allMatch(count -> count > 800 && count < 1_200);
  }

  @Test
  void isEmptyWhenEverythingWasRemoved() {
    IntStream.range(0, 3_000).forEach(i -> shelves.put(video("v" + i, "anna", i)));
    IntStream.range(0, 3_000).forEach(i -> shelves.remove("v" + i));

    assertThat(shelves.size()).isZero();
    assertThat(shelves.newestFirst()).isEmpty();
    assertThat(shelves.of("anna")).isEmpty();
    assertThat(shelves.any(new SplittableRandom(42))).isNull();
  }

  private static Video video(String id, String author, int hour) {
    return Video.newBuilder(TestEvents.video(id, author))
        .setUploadedAt(NOON.plusSeconds(3_600L * hour))
        .build();
  }
}
