package dev.freshet.serving.recommend;

import static dev.freshet.serving.recommend.TestNode.arm;
import static dev.freshet.serving.recommend.TestNode.explained;
import static dev.freshet.serving.recommend.TestNode.ids;
import static dev.freshet.serving.recommend.TestNode.request;
import static dev.freshet.serving.recommend.TestNode.state;
import static dev.freshet.serving.recommend.TestNode.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.SlateVideo;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.InMemoryTopicWriter;
import dev.freshet.serving.page.Page;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Reason;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.page.Strategy;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendServiceTest {

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
  void ranksByTheModelAndSaysWhatThePageKnows() {
    node.videos("a", "b", "c");
    node.rows("g1", 7, Map.of("a", 1f, "b", 3f, "c", 2f));
    node.release("g1", 5);
    node.stock().put(state("alice", TestEvents.like("alice", "old", NOON)));

    Recommendation page = node.recommend(request("alice", 3));

    assertThat(ids(page)).containsExactly("b", "c", "a");
    assertThat(page.reason()).isEmpty();
    assertThat(page.page().knows()).isEqualTo(new Page.Knows(NOON, 1, "g1", 5, 7, NOON));
    assertThat(page.page().timings()).containsKeys("state", "retrieve", "score", "total");
  }

  @Test
  void leavesOutWhatIsSeenHiddenExcludedOrRemoved() {
    node.videos("seen", "hidden", "excluded", "removed", "ok");
    Video byBen = TestEvents.video("byBen", "ben");
    node.stock().put(byBen);
    node.rows("g1", 1, Map.of("seen", 6f, "hidden", 5f, "excluded", 4f, "removed", 3f, "ok", 1f));
    node.release("g1", 1);
    node.stock().removeVideo("removed");
    FeedbackEvent hideBen =
        FeedbackEvent.newBuilder(TestEvents.hide("alice", "", NOON))
            .setTarget(EventTarget.AUTHOR)
            .setAuthor("ben")
            .build();
    node.stock()
        .put(
            state(
                "alice",
                TestEvents.impression("alice", "seen", NOON),
                TestEvents.hide("alice", "hidden", NOON),
                hideBen));

    Recommendation page = node.recommend(with(request("alice", 5), Set.of("excluded"), List.of()));

    assertThat(ids(page)).startsWith("ok").doesNotContain("hidden", "excluded", "removed", "byBen");
    assertThat(page.page().places().getFirst().source().title()).isEqualTo("model");
  }

  @Test
  void findsVideosAboutWhatWasLatelyWatchedLong() {
    // near the user's vector is one video alone: when the index takes the others up is its affair
    node.restart(
        Map.of(
            "freshet.retrieval.model",
            "1",
            "freshet.retrieval.fresh",
            "0",
            "freshet.retrieval.random",
            "0"));
    node.videos("known");
    node.rows("g1", 1, Map.of("known", 1f));
    node.release("g1", 1);
    node.stock().put(about("watched", "cats"));
    node.stock().put(about("unknown", "cats"));
    node.stock().put(state("alice", TestEvents.longView("alice", "watched", NOON)));

    Recommendation page = node.recommend(request("alice", 2));

    assertThat(page.page().places())
        .anySatisfy(
            place -> {
              assertThat(place.video().getVideo()).isEqualTo("unknown");
              assertThat(place.source().title()).isEqualTo("interest");
            });
  }

  private static Video about(String id, String tag) {
    return Video.newBuilder(TestEvents.video(id, "anna")).setTags(List.of(tag)).build();
  }

  @Test
  void countsTheEventsThatComeWithTheRequest() {
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 2f, "b", 1f));
    node.release("g1", 1);
    PageRequest request =
        with(
            request("alice", 1),
            Set.of(),
            List.of(TestEvents.impression("alice", "a", NOON.plusSeconds(5))));

    Recommendation page = node.recommend(request);

    assertThat(ids(page)).containsExactly("b");
    assertThat(page.page().knows().eventsUpTo()).isEqualTo(NOON.plusSeconds(5));
    assertThat(page.page().knows().stateVersion()).isEqualTo(1);
  }

  @Test
  void everyArmLeavesOutWhatWasSeen() {
    node.videos("a", "b", "c", "d");
    node.stock().putTrending("main", "a", "b");
    node.release("g1", 1);
    node.stock().put(state("alice", TestEvents.impression("alice", "a", NOON)));

    for (Strategy arm : Strategy.values()) {
      Recommendation page = node.recommend(arm(request("alice", 2), arm));

      assertThat(page.reason()).as(arm.title()).isEmpty();
      assertThat(ids(page)).as(arm.title()).hasSize(2).doesNotContain("a");
    }
  }

  @Test
  void saysWhyEachVideoIsThere() {
    node.stock().put(TestEvents.video("a", "anna", "cats"));
    node.stock().put(TestEvents.video("b", "anna", "cats"));
    node.stock().put(TestEvents.video("c", "ben", "cats"));
    node.rows("g1", 1, Map.of("a", 1f, "b", 2f, "c", 3f));
    node.stock().putTrending("main", "c");
    node.release("g1", 1);
    node.stock()
        .put(
            state(
                "alice",
                TestEvents.longView("alice", "a", NOON),
                TestEvents.longView("alice", "b", NOON)));

    Recommendation page = node.recommend(explained(request("alice", 1)));

    assertThat(ids(page)).containsExactly("c");
    assertThat(page.page().places().getFirst().reasons())
        .extracting(Reason::kind)
        .containsExactly("watched", "topic", "trending", "score");
    assertThat(page.page().places().getFirst().reasons().getLast().text())
        .isEqualTo("Score: 1.0 × long-view 3.000");
  }

  @Test
  void ranksByTheWeightOfEachOutcome() {
    node.restart(Map.of("freshet.recommend.weights.long-view", "-2"));
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 1f, "b", 3f));
    node.release("g1", 1);

    Recommendation page = node.recommend(explained(request("alice", 2)));

    assertThat(ids(page)).containsExactly("a", "b");
    assertThat(page.page().places().getFirst().score()).isEqualTo(-2f);
    assertThat(page.page().places().getFirst().reasons().getLast())
        .isEqualTo(new Reason("score", "Score: -2.0 × long-view 1.000"));
  }

  @Test
  void logsThePageAsItWasAnswered() {
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 1f, "b", 2f));
    node.release("g1", 4);

    Page page = node.recommend(request("alice", 2)).page();

    InMemoryTopicWriter topics = node.context().getBean(InMemoryTopicWriter.class);
    Patience.await().until(() -> topics.entries(Topics.SERVED_SLATES).size() == 1);
    var entry = topics.entries(Topics.SERVED_SLATES).getFirst();
    assertThat(entry.key()).isEqualTo("alice");
    assertThat(entry.value())
        .isInstanceOfSatisfying(
            ServedSlate.class,
            slate -> {
              assertThat(slate.getRequestId()).isEqualTo(page.requestId());
              assertThat(slate.getStep()).isEqualTo(4);
              assertThat(slate.getFallback()).isNull();
              assertThat(slate.getStrategy()).isEqualTo("personalised");
              assertThat(slate.getVideos())
                  .containsExactly(
                      new SlateVideo("b", 2f, 1f, "model"), new SlateVideo("a", 1f, 1f, "model"));
            });
  }

  @Test
  void logsThePagesThatWaitWhenTheNodeStops() {
    node.videos("a");
    InMemoryTopicWriter topics = node.context().getBean(InMemoryTopicWriter.class);
    node.recommend(request("alice", 1));
    node.recommend(request("ben", 1));

    node.close();

    assertThat(topics.entries(Topics.SERVED_SLATES)).hasSize(2);
  }
}
