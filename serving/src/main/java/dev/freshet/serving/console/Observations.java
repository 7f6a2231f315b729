package dev.freshet.serving.console;

import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.console.TopicGauge.Reading;
import dev.freshet.serving.model.ModelConfig;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.RowTables;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.store.FeedProgress;
import dev.freshet.serving.topics.KafkaConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts pulses together, from what this node has and from what the topics tell. */
@Singleton
class Observations {

  private static final Logger LOG = LoggerFactory.getLogger(Observations.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration MOMENTS_APART = Duration.ofSeconds(5);

  private final KafkaConfig kafka;
  private final ConsoleConfig config;
  private final ModelConfig models;
  private final CatalogueStore catalogue;
  private final ModelRoom room;
  private final RowTables rows;
  private final FeedProgress progress;
  private final Clock clock;

  Observations(
      KafkaConfig kafka,
      ConsoleConfig config,
      ModelConfig models,
      CatalogueStore catalogue,
      ModelRoom room,
      RowTables rows,
      FeedProgress progress,
      Clock clock) {
    this.kafka = kafka;
    this.config = config;
    this.models = models;
    this.catalogue = catalogue;
    this.room = room;
    this.rows = rows;
    this.progress = progress;
    this.clock = clock;
  }

  /** Begins to follow the topics. */
  Session open() {
    return new Session();
  }

  /** The system while somebody watches; closing it ends what watching costs. Used by one thread. */
  final class Session implements AutoCloseable {

    private final TopicWatch watch =
        new TopicWatch(kafka, config, catalogue, this::rowsStep, clock);
    private final Parts parts = new Parts();
    private @Nullable TopicGauge gauge;
    private Reading reading = Reading.NONE;
    private Instant looked = Instant.EPOCH;
    private boolean answered;

    /** Waits until the past has been read; whether that was soon enough. */
    boolean awaitPast(Duration atMost) throws InterruptedException {
      return watch.awaitPast(atMost);
    }

    /** What came before {@code now}. */
    History history(Instant now) {
      List<History.Moment> moments = new ArrayList<>();
      Instant first = watch.arms().first();
      if (first != null) {
        for (Instant at = first.plus(MOMENTS_APART);
            at.isBefore(now);
            at = at.plus(MOMENTS_APART)) {
          moments.add(new History.Moment(at, arms(at)));
        }
      }
      return new History(
          config.window().toSeconds(),
          moments,
          watch.evaluations().stream().map(Observations::evaluation).toList());
    }

    /** The system now. */
    Pulse pulse() {
      Instant now = clock.instant();
      look(now);
      Instant windowStart = now.minus(config.window());
      return new Pulse(
          now,
          catalogue.index().size(),
          model(),
          Topics.ALL.stream()
              .map(
                  topic ->
                      new Pulse.Flow(
                          topic.name(),
                          reading.perSecond().getOrDefault(topic.name(), -1.0),
                          reading.deadLetters().getOrDefault(topic.name(), 0L)))
              .toList(),
          lags(),
          arms(now),
          latestEvaluations(),
          Pulse.Latency.of(watch.freshness().page().since(windowStart)),
          Pulse.Latency.of(watch.freshness().weights().since(windowStart)),
          parts.of(answered, progress.caughtUp(), reading),
          watch.viewers(),
          watch.skipped());
    }

    /** Looks at the offsets now and then. */
    private void look(Instant now) {
      if (Duration.between(looked, now).compareTo(LOOK_EVERY) < 0) {
        return;
      }
      looked = now;
      try {
        TopicGauge open = gauge == null ? new TopicGauge(kafka) : gauge;
        gauge = open;
        reading = open.read(now);
        answered = true;
      } catch (KafkaException e) {
        LOG.atWarn().setMessage("the console cannot look at the topics").setCause(e).log();
        answered = false;
      }
    }

    private List<Pulse.Lag> lags() {
      List<Pulse.Lag> lags = new ArrayList<>(reading.lags());
      progress.lags().forEach((topic, lag) -> lags.add(new Pulse.Lag("serving", topic, lag)));
      return lags;
    }

    private List<Pulse.Arm> arms(Instant end) {
      return watch.arms().trailing(end, config.window()).entrySet().stream()
          .map(
              each ->
                  new Pulse.Arm(
                      each.getKey(), each.getValue().impressions(), each.getValue().longViews()))
          .toList();
    }

    private List<Pulse.Evaluation> latestEvaluations() {
      Map<String, Pulse.Evaluation> latest = new LinkedHashMap<>();
      watch.evaluations().forEach(each -> latest.put(each.getModel(), evaluation(each)));
      return List.copyOf(latest.values());
    }

    private long rowsStep() {
      Pulse.Model serving = model();
      return serving == null ? -1 : serving.rowsStep();
    }

    @Override
    public void close() {
      watch.close();
      if (gauge != null) {
        gauge.close();
      }
    }
  }

  private Pulse.@Nullable Model model() {
    return room.enter()
        .map(
            entered -> {
              try (ServingModel serving = entered) {
                String generation = serving.id().generation();
                return new Pulse.Model(
                    models.name(),
                    generation,
                    serving.id().step(),
                    rows.step(generation),
                    serving.learnedUpTo());
              }
            })
        .orElse(null);
  }

  private static Pulse.Evaluation evaluation(ModelEvaluation evaluation) {
    return new Pulse.Evaluation(
        evaluation.getModel(),
        evaluation.getAsOf(),
        evaluation.getStep(),
        evaluation.getExamples(),
        number(evaluation.getAuc()),
        number(evaluation.getGauc()),
        number(evaluation.getLogLoss()));
  }

  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
