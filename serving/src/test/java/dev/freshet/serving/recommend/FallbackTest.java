package dev.freshet.serving.recommend;

import static dev.freshet.serving.recommend.TestNode.arm;
import static dev.freshet.serving.recommend.TestNode.await;
import static dev.freshet.serving.recommend.TestNode.ids;
import static dev.freshet.serving.recommend.TestNode.request;
import static dev.freshet.serving.recommend.TestNode.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.page.Strategy;
import dev.freshet.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FallbackTest {

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
  void fallsBackToTrendingWithoutAModel() {
    node.videos("a", "b", "c");
    node.stock().putTrending("main", "c", "gone", "a");

    Recommendation page = node.recommend(request("alice", 3));

    assertThat(page.reason()).contains(FallbackReason.MODEL_MISSING);
    assertThat(ids(page)).containsExactly("c", "a", "b");
  }

  @Test
  void fallsBackToTrendingWhenTheModelIsLate() {
    node.restart(Map.of("freshet.recommend.budget", "4s"));
    node.videos("a", "b");
    node.stock().putTrending("main", "b", "a");
    node.release("g1", 1);
    CountDownLatch over = new CountDownLatch(1);
    node.loader().beforeScore(() -> await(over));

    Recommendation page = node.recommend(request("alice", 2));
    over.countDown();

    assertThat(page.reason()).contains(FallbackReason.SCORING_LATE);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void fallsBackToTrendingWhenTheModelFails() {
    node.videos("a", "b");
    node.stock().putTrending("main", "b", "a");
    node.release("g1", 1);
    node.loader().beforeScore(TestNode::fail);

    Recommendation page = node.recommend(request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.SCORING_FAILED);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void ranksOtherCandidatesWhenTheSearchIsLate() {
    node.restart(Map.of("freshet.recommend.budget", "8s"));
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 1f, "b", 2f));
    node.release("g1", 1);
    CountDownLatch over = new CountDownLatch(1);
    node.loader().beforeUserVector(() -> await(over));

    Recommendation page = node.recommend(request("alice", 2));
    over.countDown();

    assertThat(page.reason()).contains(FallbackReason.RETRIEVAL_LATE);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void ranksOtherCandidatesWhenTheSearchFails() {
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 1f, "b", 2f));
    node.release("g1", 1);
    node.loader().beforeUserVector(TestNode::fail);

    Recommendation page = node.recommend(request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.RETRIEVAL_FAILED);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void countsTheTimeThatARequestHasWaited() {
    node.videos("a", "b");
    node.rows("g1", 1, Map.of("a", 1f, "b", 2f));
    node.release("g1", 1);
    long longAgo = System.nanoTime() - Duration.ofHours(1).toNanos();

    Recommendation page =
        node.context().getBean(RecommendService.class).recommend(request("alice", 2), longAgo);

    assertThat(page.reason()).contains(FallbackReason.RETRIEVAL_LATE);
    assertThat(page.page().timings().get("wait")).isGreaterThanOrEqualTo(3_600_000_000L);
  }

  @Test
  void answersWithoutTheModelWhenTooManyWaitForIt() throws Exception {
    node.restart(
        Map.of(
            "freshet.recommend.budget", "1h",
            "freshet.recommend.workers", "1",
            "freshet.recommend.queue", "1"));
    node.videos("a", "b");
    node.release("g1", 1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    node.loader()
        .beforeUserVector(
            () -> {
              begun.countDown();
              await(over);
            });

    try (ExecutorService users = Executors.newFixedThreadPool(3)) {
      BlockingQueue<Recommendation> pages = new LinkedBlockingQueue<>();
      users.execute(() -> pages.add(node.recommend(request("first", 1))));
      await(begun);
      // the only worker is taken and one may wait: of two more, one is answered at once
      users.execute(() -> pages.add(node.recommend(request("second", 1))));
      users.execute(() -> pages.add(node.recommend(request("third", 1))));
      Recommendation page = pages.take();
      over.countDown();

      assertThat(page.reason()).contains(FallbackReason.OVERLOADED);
    }
  }

  @Test
  void makesThePageOfANewUserWhenTheStateCannotBeRead() {
    node.videos("a");
    node.release("g1", 1);
    node.stock().spoilState("alice");

    Recommendation page = node.recommend(request("alice", 1));

    assertThat(page.reason()).contains(FallbackReason.STATE_FAILED);
    assertThat(ids(page)).containsExactly("a");
  }

  @Test
  void saysThatNothingIsTrendingAndShowsTheLatestUploads() {
    node.videos("a", "b");

    Recommendation page = node.recommend(arm(request("alice", 2), Strategy.TRENDING));

    assertThat(page.reason()).contains(FallbackReason.TRENDING_MISSING);
    assertThat(ids(page)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void showsVideosAgainOnlyWhenNothingUnseenIsLeft() {
    node.videos("a", "b");
    node.stock().put(state("alice", TestEvents.impression("alice", "a", NOON)));
    node.release("g1", 1);

    Recommendation page = node.recommend(request("alice", 2));

    assertThat(page.reason()).contains(FallbackReason.NOTHING_UNSEEN);
    assertThat(ids(page)).containsExactly("b", "a");
  }

  @Test
  void answersWithAnEmptyPageWhenTheCatalogueIsEmpty() {
    node.release("g1", 1);

    Recommendation page = node.recommend(arm(request("alice", 2), Strategy.RANDOM));

    assertThat(page.reason()).contains(FallbackReason.NOTHING_WATCHABLE);
    assertThat(ids(page)).isEmpty();
  }
}
