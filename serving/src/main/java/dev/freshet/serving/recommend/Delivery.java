package dev.freshet.serving.recommend;

import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.model.RowTables;
import dev.freshet.serving.page.FallbackReason;
import dev.freshet.serving.page.Page;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.ranking.Explanation;
import dev.freshet.serving.tracing.AwaitedStates;
import dev.freshet.serving.trending.TrendingService;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The last steps of a page: explain it where asked, measure it, log it. */
@Context
class Delivery {

  private static final Duration[] BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
          .mapToObj(tenths -> Duration.ofNanos(tenths * 100_000L))
          .toArray(Duration[]::new);

  private final CatalogueStore catalogue;
  private final TrendingService trending;
  private final RowTables rows;
  private final SlateLog slates;
  private final AwaitedStates awaited;
  private final MeterRegistry meters;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<FallbackReason, Counter> fallbacks = new EnumMap<>(FallbackReason.class);

  Delivery(
      CatalogueStore catalogue,
      TrendingService trending,
      RowTables rows,
      SlateLog slates,
      AwaitedStates awaited,
      MeterRegistry meters) {
    this.catalogue = catalogue;
    this.trending = trending;
    this.rows = rows;
    this.slates = slates;
    this.awaited = awaited;
    this.meters = meters;
    // at zero from the start, so that the first of each is seen as an increase
    for (FallbackReason reason : FallbackReason.values()) {
      fallbacks.put(reason, meters.counter("freshet.serving.fallbacks", "reason", reason.title()));
    }
  }

  Recommendation deliver(Draft draft, List<Place> places) {
    List<Place> explained = places;
    if (draft.request().explain()) {
      var explanation =
          new Explanation(
              catalogue,
              draft.state(),
              draft.serving().orElse(null),
              trending.shown(draft.request().surface()),
              draft.scores());
      explained = explanation.explain(places);
      draft.done("explain");
    }
    long rowsStep =
        draft.serving().map(serving -> rows.step(serving.id().generation())).orElse(-1L);
    Page page =
        new Page(
            UUID.randomUUID().toString(),
            draft.request(),
            draft.at(),
            explained,
            draft.knows(rowsStep),
            draft.timings());
    Recommendation recommendation =
        draft
            .reason()
            .<Recommendation>map(reason -> new Recommendation.Fallback(page, reason))
            .orElseGet(() -> new Recommendation.Ranked(page));
    measure(recommendation);
    slates.write(recommendation);
    awaited.used(draft.request().user().value());
    return recommendation;
  }

  private void measure(Recommendation recommendation) {
    recommendation
        .page()
        .timings()
        .forEach((stage, micros) -> timer(stage).record(micros, TimeUnit.MICROSECONDS));
    recommendation.reason().map(fallbacks::get).ifPresent(Counter::increment);
  }

  private Timer timer(String stage) {
    return timers.computeIfAbsent(
        stage,
        name ->
            Timer.builder("freshet.serving.stage")
                .tag("stage", name)
                .serviceLevelObjectives(BUCKETS)
                .register(meters));
  }
}
