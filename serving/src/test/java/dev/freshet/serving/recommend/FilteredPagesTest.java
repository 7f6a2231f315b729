package dev.freshet.serving.recommend;

import static dev.freshet.serving.recommend.TestNode.arm;
import static dev.freshet.serving.recommend.TestNode.filtered;
import static dev.freshet.serving.recommend.TestNode.ids;
import static dev.freshet.serving.recommend.TestNode.request;
import static dev.freshet.serving.recommend.TestNode.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.page.Strategy;
import dev.freshet.serving.retrieval.Source;
import dev.freshet.serving.retrieval.VideoFilter;
import dev.freshet.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilteredPagesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path dir;
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(dir);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void fillsThePageWithWhatPassesHoweverRareItIs() {
    // the latest uploads are about dogs, and so is what is trending
    IntStream.range(0, 800).forEach(i -> put("dog-" + i, "ann", "dogs", NOON.minusSeconds(i)));
    IntStream.range(0, 12).forEach(i -> put("cat-" + i, "ben", "cats", NOON.minusSeconds(9_000)));
    node.stock().putTrending("main", "dog-1", "cat-3");
    node.release("g1", 1);
    VideoFilter cats = filter(Set.of("cats"), Set.of(), Set.of(), Set.of());
    VideoFilter byBen = filter(Set.of(), Set.of(), Set.of("ben"), Set.of());
    VideoFilter noDogs = filter(Set.of(), Set.of("dogs"), Set.of(), Set.of());
    VideoFilter notByAnn = filter(Set.of(), Set.of(), Set.of(), Set.of("ann"));

    for (VideoFilter filter : List.of(cats, byBen, noDogs, notByAnn)) {
      for (Strategy arm : Strategy.values()) {
        Recommendation page = node.recommend(filtered(arm(request("alice", 12), arm), filter));

        assertThat(page.reason()).as("%s, %s", arm, filter).isEmpty();
        assertThat(ids(page)).hasSize(12).allMatch(id -> id.startsWith("cat-"));
      }
    }
  }

  @Test
  void keepsToLengthAndTimeOfUpload() {
    Video early = put("early", "ann", "cats", NOON.minusSeconds(100));
    node.stock().put(Video.newBuilder(early).setVideo("long").setLengthMillis(90_000).build());
    put("late", "ann", "cats", NOON);
    node.release("g1", 1);

    assertThat(passing(new VideoFilter(none(), none(), none(), none(), 0, 20_000, at(0), at(1))))
        .containsExactlyInAnyOrder("early", "late");
    assertThat(
            passing(new VideoFilter(none(), none(), none(), none(), 20_001, 99_999, at(0), at(1))))
        .containsExactly("long");
    assertThat(
            passing(
                new VideoFilter(
                    none(), none(), none(), none(), 0, 99_999, NOON.minusSeconds(100), at(1))))
        .containsExactly("late");
    assertThat(passing(new VideoFilter(none(), none(), none(), none(), 0, 99_999, at(0), NOON)))
        .containsExactlyInAnyOrder("early", "long");
  }

  @Test
  void showsAVideoWhileItIsAvailable() {
    Instant now = Instant.now();
    Video video = put("always", "ann", "cats", NOON);
    node.stock().put(between(video, "now", now.minusSeconds(60), now.plusSeconds(600)));
    node.stock().put(between(video, "soon", now.plusSeconds(600), now.plusSeconds(900)));
    node.stock().put(between(video, "gone", now.minusSeconds(600), now.minusSeconds(60)));
    node.stock().putTrending("main", "soon", "gone", "now");
    node.release("g1", 1);

    for (Strategy arm : Strategy.values()) {
      assertThat(ids(node.recommend(arm(request("alice", 4), arm))))
          .as(arm.title())
          .containsExactlyInAnyOrder("always", "now");
    }
  }

  @Test
  void showsEveryUnseenVideoBeforeASeenOne() {
    IntStream.range(0, 600).forEach(i -> put("v" + i, "by-" + i, "cats", NOON.plusSeconds(i)));
    // the latest are seen, and what nobody finds by chance is left
    FeedbackEvent[] seen =
        IntStream.range(100, 600)
            .mapToObj(i -> TestEvents.impression("alice", "v" + i, NOON.plusSeconds(i)))
            .toArray(FeedbackEvent[]::new);
    node.stock().put(state("alice", seen));
    node.release("g1", 1);

    for (Strategy arm : Strategy.values()) {
      Recommendation page = node.recommend(arm(request("alice", 100), arm));

      assertThat(page.page().places()).as(arm.title()).hasSize(100);
      assertThat(page.page().places()).extracting(Place::source).doesNotContain(Source.SEEN);
      assertThat(page.reason()).isNotEqualTo(Optional.of(FallbackReason.NOTHING_UNSEEN));
    }
  }

  private Video put(String id, String author, String tag, Instant uploadedAt) {
    Video video =
        Video.newBuilder(TestEvents.video(id, author, tag)).setUploadedAt(uploadedAt).build();
    node.stock().put(video);
    return video;
  }

  private static Video between(Video like, String id, Instant from, Instant until) {
    return Video.newBuilder(like)
        .setVideo(id)
        .setAvailableFrom(Instant.ofEpochMilli(from.toEpochMilli()))
        .setAvailableUntil(Instant.ofEpochMilli(until.toEpochMilli()))
        .build();
  }

  private List<String> passing(VideoFilter filter) {
    return ids(node.recommend(filtered(request("alice", 3), filter)));
  }

  private static VideoFilter filter(
      Set<String> tags, Set<String> excludeTags, Set<String> authors, Set<String> excludeAuthors) {
    return new VideoFilter(
        tags,
        excludeTags,
        authors,
        excludeAuthors,
        0,
        Duration.ofDays(1).toMillis(),
        Instant.MIN,
        Instant.MAX);
  }

  private static Set<String> none() {
    return Set.of();
  }

  /** The first or the last of all times. */
  private static Instant at(int end) {
    return end == 0 ? Instant.MIN : Instant.MAX;
  }
}
