package dev.freshet.serving.recommend;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.Stock;
import dev.freshet.serving.StubModelLoader;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.page.Strategy;
import dev.freshet.serving.retrieval.VideoFilter;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A node without a network, for tests of pages. */
final class TestNode implements AutoCloseable {

  private final Path dir;
  private ApplicationContext context;

  /** A node whose pages have time and no chance in them. */
  TestNode(Path dir) {
    this.dir = dir;
    this.context = start(dir, Map.of());
  }

  /** Restarts it with these properties. */
  void restart(Map<String, Object> properties) {
    context.close();
    context = start(dir, properties);
  }

  private static ApplicationContext start(Path dir, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("freshet.kafka.follow", "false");
    properties.put("freshet.store.dir", dir.toString());
    properties.putIfAbsent("freshet.recommend.exploration-share", "0");
    properties.putIfAbsent("freshet.recommend.budget", "1h");
    return ApplicationContext.run(properties);
  }

  ApplicationContext context() {
    return context;
  }

  Stock stock() {
    return context.getBean(Stock.class);
  }

  StubModelLoader loader() {
    return context.getBean(StubModelLoader.class);
  }

  Recommendation recommend(PageRequest request) {
    return context.getBean(RecommendService.class).recommend(request, System.nanoTime());
  }

  /** Puts videos into the catalogue, each by an author of its own. */
  void videos(String... ids) {
    for (String id : ids) {
      stock().put(TestEvents.video(id, "author-of-" + id));
    }
  }

  /** Puts rows of one component in, which are the scores. */
  void rows(String generation, long step, Map<String, Float> values) {
    values.forEach((id, value) -> stock().putRow(generation, "video", id, step, value));
  }

  /** Puts a release in and waits until it serves. */
  void release(String generation, long step) {
    stock().release(generation, step);
    Patience.await().until(() -> serves(step));
  }

  private boolean serves(long step) {
    return context
        .getBean(ModelRoom.class)
        .enter()
        .filter(
            entered -> {
              try (ServingModel closing = entered) {
                return closing.id().step() == step;
              }
            })
        .isPresent();
  }

  @Override
  public void close() {
    context.close();
  }

  static PageRequest request(String user, int count) {
    return new PageRequest(
        new UserId(user),
        count,
        PageRequest.MAX_CANDIDATES,
        "main",
        "unknown",
        false,
        Set.of(),
        List.of(),
        Strategy.PERSONALISED,
        VideoFilter.ALL);
  }

  static PageRequest filtered(PageRequest r, VideoFilter filter) {
    return new PageRequest(
        r.user(),
        r.count(),
        r.candidates(),
        r.surface(),
        r.device(),
        r.explain(),
        r.exclude(),
        r.events(),
        r.strategy(),
        filter);
  }

  static PageRequest with(PageRequest r, Set<String> exclude, List<FeedbackEvent> events) {
    return new PageRequest(
        r.user(),
        r.count(),
        r.candidates(),
        r.surface(),
        r.device(),
        r.explain(),
        exclude,
        events,
        r.strategy(),
        r.filter());
  }

  static PageRequest arm(PageRequest r, Strategy strategy) {
    return new PageRequest(
        r.user(),
        r.count(),
        r.candidates(),
        r.surface(),
        r.device(),
        r.explain(),
        r.exclude(),
        r.events(),
        strategy,
        r.filter());
  }

  static PageRequest explained(PageRequest r) {
    return new PageRequest(
        r.user(),
        r.count(),
        r.candidates(),
        r.surface(),
        r.device(),
        true,
        r.exclude(),
        r.events(),
        r.strategy(),
        r.filter());
  }

  /** What the events make of a user never seen. */
  static UserState state(String user, FeedbackEvent... events) {
    @Nullable UserState state = null;
    for (FeedbackEvent event : events) {
      if (!event.getUser().equals(user)) {
        throw new IllegalArgumentException("an event of another user: " + event.getUser());
      }
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return Objects.requireNonNull(state);
  }

  static List<String> ids(Recommendation recommendation) {
    return recommendation.page().places().stream().map(each -> each.video().getVideo()).toList();
  }

  static void fail() {
    throw new IllegalStateException("a fault of this test");
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
