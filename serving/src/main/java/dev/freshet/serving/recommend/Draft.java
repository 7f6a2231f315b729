package dev.freshet.serving.recommend;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ScoringContext;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Page.Knows;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.retrieval.Watchable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A page in the making: what is known so far, and how long each stage took. Of one thread. */
final class Draft {

  private final PageRequest request;
  private final Instant at;
  private final RandomGenerator random;
  private final long startNanos;
  private final @Nullable UserState state;
  private final Watchable watchable;
  private final Map<String, String> scores = new HashMap<>();
  private final Map<String, Long> timings = new LinkedHashMap<>();
  private @Nullable ServingModel serving;
  private @Nullable FallbackReason reason;
  private long stageNanos;

  /**
   * @param startNanos when the request came, on the clock of {@link System#nanoTime}
   * @param begunNanos when work on it began, likewise
   */
  Draft(
      PageRequest request,
      Viewers.Viewer viewer,
      Catalogue catalogue,
      Instant at,
      RandomGenerator random,
      long startNanos,
      long begunNanos) {
    this.request = request;
    this.at = at;
    this.random = random;
    this.startNanos = startNanos;
    this.stageNanos = begunNanos;
    timings.put("wait", TimeUnit.NANOSECONDS.toMicros(begunNanos - startNanos));
    this.state = viewer.state();
    this.watchable =
        new Watchable(catalogue, viewer.sets(), request.exclude(), request.filter(), at);
    if (viewer.failed()) {
      fallBack(FallbackReason.STATE_FAILED);
    }
    done("state");
  }

  PageRequest request() {
    return request;
  }

  Instant at() {
    return at;
  }

  RandomGenerator random() {
    return random;
  }

  @Nullable UserState state() {
    return state;
  }

  Watchable watchable() {
    return watchable;
  }

  ScoringContext context() {
    return new ScoringContext(request.user(), state, request.surface(), request.device(), at);
  }

  /** The moment at which {@code share} of the budget is used up. */
  Deadline deadline(Duration budget, double share) {
    return Deadline.after(budget, share, startNanos);
  }

  /** Notes how the score of a video came about, for a page that is explained. */
  void scored(String video, String sum) {
    scores.put(video, sum);
  }

  /** How the score of each ranked video came about; empty unless the page is explained. */
  Map<String, String> scores() {
    return scores;
  }

  /** The page is made with this model. */
  void use(ServingModel model) {
    serving = model;
  }

  Optional<ServingModel> serving() {
    return Optional.ofNullable(serving);
  }

  /** The page is not what was asked for; the first reason stays. */
  void fallBack(FallbackReason because) {
    if (reason == null) {
      reason = because;
    }
  }

  Optional<FallbackReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** The stage ends here; it began where the one before ended. */
  void done(String stage) {
    long now = System.nanoTime();
    timings.merge(stage, TimeUnit.NANOSECONDS.toMicros(now - stageNanos), Long::sum);
    stageNanos = now;
  }

  /** Microseconds by stage, with the total. */
  Map<String, Long> timings() {
    Map<String, Long> all = new LinkedHashMap<>(timings);
    all.put("total", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos));
    return all;
  }

  Knows knows(long rowsStep) {
    return new Knows(
        state == null ? null : state.getAsOf(),
        state == null ? 0 : state.getEvents(),
        serving == null ? null : serving.id().generation(),
        serving == null ? -1 : serving.id().step(),
        rowsStep,
        serving == null ? null : serving.learnedUpTo());
  }
}
