package dev.freshet.serving.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.SlateVideo;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.InMemoryTopicWriter;
import dev.freshet.serving.Stock;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendServiceTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path dir;
  private @Nullable ApplicationContext node;

  @BeforeEach
  void start() {
    restart(Map.of());
  }

  @AfterEach
  void stop() {
    node().close();
  }

  @Test
  void ranksByTheModelAndSaysWhatThePageKnows() {
    videos("a", "b", "c");
    rows("g1", 7, Map.of("a", 1f, "b", 3f, "c", 2f));
    Nodes.release(node(), "g1", 5);
    stock().put(state("alice", TestEvents.like("alice", "old", NOON)));

    Recommendation page = recommend(Nodes.request("alice", 3));

    assertThat(ids(page)).containsExactly("b", "c", "a");
    assertThat(page.reason()).isEmpty();
    assertThat(page.page().knows()).isEqualTo(new Page.Knows(NOON, 1, "g1", 5, 7, NOON));
    assertThat(page.page().timings()).containsKeys("state", "retrieve", "score", "total");
  }

  @Test
  void leavesOutWhatIsSeenHiddenExcludedOrRemoved() {
    videos("seen", "hidden", "excluded", "removed", "ok");
    Video byBen = TestEvents.video("byBen", "ben");
    stock().put(byBen);
    rows("g1", 1, Map.of("seen", 6f, "hidden", 5f, "excluded", 4f, "removed", 3f, "ok", 1f));
    Nodes.release(node(), "g1", 1);
    stock().removeVideo("removed");
    FeedbackEvent hide =
        FeedbackEvent.newBuilder(TestEvents.hide("alice", "hidden", NOON)).setAuthor("ben").build();
    stock().put(state("alice", TestEvents.impression("alice", "seen", NOON), hide));

    Recommendation page = recommend(with(Nodes.request("alice", 5), Set.of("excluded"), List.of()));

    assertThat(ids(page)).startsWith("ok").doesNotContain("hidden", "excluded", "removed", "byBen");
    assertThat(page.page().places().getFirst().source().title()).isEqualTo("model");
  }

  @Test
  void countsTheEventsThatComeWithTheRequest() {
    videos("a", "b");
    rows("g1", 1, Map.of("a", 2f, "b", 1f));
    Nodes.release(node(), "g1", 1);
    PageRequest request =
        with(
            Nodes.request("alice", 1),
            Set.of(),
            List.of(TestEvents.impression("alice", "a", NOON.plusSeconds(5))));

    Recommendation page = recommend(request);

    assertThat(ids(page)).containsExactly("b");
    assertThat(page.page().knows().eventsUpTo()).isEqualTo(NOON.plusSeconds(5));
    assertThat(page.page().knows().stateVersion()).isEqualTo(1);
  }

  @Test
  void fallsBackToTrendingWithoutAModel() {
    videos("a", "b", "c");
    stock().putTrending("main", "c", "gone", "a");

    Recommendation page = recommend(Nodes.request("alice", 3));

    assertThat(page.reason()).contains(FallbackReason.MODEL_MISSING);
    assertThat(ids(page)).containsExactly("c", "a", "b");
  }

  @Test
  void fallsBackToTrendingWhenTheModelIsLate() {
    restart(Map.of("freshet.recommend.budget", "50ms"));
    videos("a", "b");
    stock().putTrending("main", "b", "a");
    Nodes.release(node(), "g1", 1);
    CountDownLatch over = new CountDownLatch(1);
    Nodes.loader(node()).beforeScore(() -> await(over));

    Recommendation page = recommend(Nodes.request("alice", 2));
    over.countDown();

    assertThat(page.reason()).contains(FallbackReason.SCORING_LATE);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void fallsBackToTrendingWhenTheModelFails() {
    videos("a", "b");
    stock().putTrending("main", "b", "a");
    Nodes.release(node(), "g1", 1);
    Nodes.loader(node()).beforeScore(RecommendServiceTest::fail);

    Recommendation page = recommend(Nodes.request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.SCORING_FAILED);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void ranksOtherCandidatesWhenTheSearchIsLate() {
    restart(Map.of("freshet.recommend.budget", "500ms"));
    videos("a", "b");
    rows("g1", 1, Map.of("a", 1f, "b", 2f));
    Nodes.release(node(), "g1", 1);
    CountDownLatch over = new CountDownLatch(1);
    Nodes.loader(node()).beforeUserVector(() -> await(over));

    Recommendation page = recommend(Nodes.request("alice", 2));
    over.countDown();

    assertThat(page.reason()).contains(FallbackReason.RETRIEVAL_LATE);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void ranksOtherCandidatesWhenTheSearchFails() {
    videos("a", "b");
    rows("g1", 1, Map.of("a", 1f, "b", 2f));
    Nodes.release(node(), "g1", 1);
    Nodes.loader(node()).beforeUserVector(RecommendServiceTest::fail);

    Recommendation page = recommend(Nodes.request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.RETRIEVAL_FAILED);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void answersWithoutTheModelWhenTooManyWaitForIt() {
    restart(
        Map.of(
            "freshet.recommend.budget", "100ms",
            "freshet.recommend.workers", "1",
            "freshet.recommend.queue", "1"));
    videos("a", "b");
    Nodes.release(node(), "g1", 1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Nodes.loader(node())
        .beforeUserVector(
            () -> {
              begun.countDown();
              await(over);
            });
    recommend(Nodes.request("first", 1));
    await(begun);

    List<FallbackReason> reasons =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> recommend(Nodes.request("user-" + i, 1)).reason().orElseThrow())
            .toList();
    over.countDown();

    assertThat(reasons).contains(FallbackReason.OVERLOADED);
  }

  @Test
  void makesThePageOfANewUserWhenTheStateCannotBeRead() {
    videos("a");
    Nodes.release(node(), "g1", 1);
    stock().spoilState("alice");

    Recommendation page = recommend(Nodes.request("alice", 1));

    assertThat(page.reason()).contains(FallbackReason.STATE_FAILED);
    assertThat(ids(page)).containsExactly("a");
  }

  @Test
  void saysThatNothingIsTrendingAndShowsTheLatestUploads() {
    videos("a", "b");

    Recommendation page = recommend(arm(Nodes.request("alice", 2), Strategy.TRENDING));

    assertThat(page.reason()).contains(FallbackReason.TRENDING_MISSING);
    assertThat(ids(page)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void showsVideosAgainOnlyWhenNothingUnseenIsLeft() {
    videos("a", "b");
    stock().put(state("alice", TestEvents.impression("alice", "a", NOON)));
    Nodes.release(node(), "g1", 1);

    Recommendation page = recommend(Nodes.request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.NOTHING_UNSEEN);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void answersWithAnEmptyPageWhenTheCatalogueIsEmpty() {
    Nodes.release(node(), "g1", 1);

    Recommendation page = recommend(arm(Nodes.request("alice", 2), Strategy.RANDOM));

    assertThat(page.reason()).contains(FallbackReason.NOTHING_WATCHABLE);
    assertThat(ids(page)).isEmpty();
  }

  @Test
  void everyArmLeavesOutWhatWasSeen() {
    videos("a", "b", "c", "d");
    stock().putTrending("main", "a", "b");
    Nodes.release(node(), "g1", 1);
    stock().put(state("alice", TestEvents.impression("alice", "a", NOON)));

    for (Strategy arm : Strategy.values()) {
      Recommendation page = recommend(arm(Nodes.request("alice", 2), arm));

      assertThat(page.reason()).as(arm.title()).isEmpty();
      assertThat(ids(page)).as(arm.title()).hasSize(2).doesNotContain("a");
    }
  }

  @Test
  void saysWhyEachVideoIsThere() {
    stock().put(TestEvents.video("a", "anna", "cats"));
    stock().put(TestEvents.video("b", "anna", "cats"));
    stock().put(TestEvents.video("c", "ben", "cats"));
    rows("g1", 1, Map.of("a", 1f, "b", 2f, "c", 3f));
    stock().putTrending("main", "c");
    Nodes.release(node(), "g1", 1);
    stock()
        .put(
            state(
                "alice",
                TestEvents.longView("alice", "a", NOON),
                TestEvents.longView("alice", "b", NOON)));

    Recommendation page = recommend(explained(Nodes.request("alice", 1)));

    assertThat(ids(page)).containsExactly("c");
    assertThat(page.page().places().getFirst().reasons())
        .extracting(Reason::kind)
        .containsExactly("watched", "topic", "trending");
  }

  @Test
  void logsThePageAsItWasAnswered() {
    videos("a", "b");
    rows("g1", 1, Map.of("a", 1f, "b", 2f));
    Nodes.release(node(), "g1", 4);

    Page page = recommend(Nodes.request("alice", 2)).page();

    InMemoryTopicWriter topics = node().getBean(InMemoryTopicWriter.class);
    Awaitility.await().until(() -> topics.entries(Topics.SERVED_SLATES).size() == 1);
    var entry = topics.entries(Topics.SERVED_SLATES).getFirst();
    assertThat(entry.key()).isEqualTo("alice");
    assertThat(entry.value())
        .isInstanceOfSatisfying(
            ServedSlate.class,
            slate -> {
              assertThat(slate.getRequestId()).isEqualTo(page.requestId());
              assertThat(slate.getStep()).isEqualTo(4);
              assertThat(slate.getFallback()).isNull();
              assertThat(slate.getVideos())
                  .containsExactly(
                      new SlateVideo("b", 2f, 1f, "model"), new SlateVideo("a", 1f, 1f, "model"));
            });
  }

  private Recommendation recommend(PageRequest request) {
    return node().getBean(RecommendService.class).recommend(request);
  }

  private void restart(Map<String, Object> properties) {
    if (node != null) {
      node.close();
    }
    node = Nodes.start(dir, properties);
  }

  private ApplicationContext node() {
    return java.util.Objects.requireNonNull(node);
  }

  private Stock stock() {
    return node().getBean(Stock.class);
  }

  private void videos(String... ids) {
    for (String id : ids) {
      stock().put(TestEvents.video(id, "author-of-" + id));
    }
  }

  private void rows(String generation, long step, Map<String, Float> values) {
    values.forEach((id, value) -> stock().putRow(generation, "video", id, step, value));
  }

  private static UserState state(String user, FeedbackEvent... events) {
    UserState state = null;
    for (FeedbackEvent event : events) {
      assertThat(event.getUser()).isEqualTo(user);
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return java.util.Objects.requireNonNull(state);
  }

  private static List<String> ids(Recommendation recommendation) {
    return recommendation.page().places().stream().map(each -> each.video().getVideo()).toList();
  }

  private static PageRequest with(PageRequest r, Set<String> exclude, List<FeedbackEvent> events) {
    return new PageRequest(
        r.user(), r.count(), r.surface(), r.device(), r.explain(), exclude, events, r.strategy());
  }

  private static PageRequest arm(PageRequest r, Strategy strategy) {
    return new PageRequest(
        r.user(),
        r.count(),
        r.surface(),
        r.device(),
        r.explain(),
        r.exclude(),
        r.events(),
        strategy);
  }

  private static PageRequest explained(PageRequest r) {
    return new PageRequest(
        new UserId(r.user().value()),
        r.count(),
        r.surface(),
        r.device(),
        true,
        r.exclude(),
        r.events(),
        r.strategy());
  }

  private static void fail() {
    throw new IllegalStateException("a fault of this test");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
