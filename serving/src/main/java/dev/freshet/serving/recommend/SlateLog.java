package dev.freshet.serving.recommend;

import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.SlateVideo;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.page.Page;
import dev.freshet.serving.page.Page.Knows;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.Recommendation;
import dev.freshet.serving.topics.TopicWriter;
import dev.freshet.serving.topics.TopicWriter.Entry;
import dev.freshet.serving.topics.TopicWriter.Written;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every page to {@code served-slates}, after it was answered. A page that cannot be written
 * in time is counted and let go: an answer never waits for its log.
 */
@Context
class SlateLog {

  private static final Logger LOG = LoggerFactory.getLogger(SlateLog.class);
  private static final int AT_ONCE = 500;

  /** Pages of this time are written together: each write costs the broker about the same. */
  private static final Duration GATHER = Duration.ofMillis(20);

  private final BlockingQueue<Recommendation> waiting;
  private final TopicWriter topics;
  private final Counter lost;
  private final Thread thread;

  SlateLog(TopicWriter topics, RecommendConfig config, MeterRegistry meters) {
    this.waiting = new ArrayBlockingQueue<>(config.slateQueue());
    this.topics = topics;
    this.lost = meters.counter("freshet.serving.slates.lost");
    this.thread = Thread.ofPlatform().name("slate-log").start(this::run);
  }

  /** Takes the page; returns at once. */
  void write(Recommendation recommendation) {
    if (!waiting.offer(recommendation)) {
      lost.increment();
    }
  }

  /** Until it is interrupted; what waits then is still written. */
  private void run() {
    List<Recommendation> taken = new ArrayList<>(AT_ONCE);
    try {
      while (true) {
        taken.add(waiting.take());
        Thread.sleep(GATHER);
        waiting.drainTo(taken, AT_ONCE - taken.size());
        appendAll(taken);
      }
    } catch (InterruptedException e) {
      waiting.drainTo(taken);
      appendAll(taken);
    }
  }

  private void appendAll(List<Recommendation> taken) {
    try {
      append(taken);
    } catch (RuntimeException e) {
      LOG.atWarn().setMessage("slates could not be logged").setCause(e).log();
      lost.increment(taken.size());
    }
    taken.clear();
  }

  private void append(List<Recommendation> recommendations) {
    List<Entry<ServedSlate>> entries =
        recommendations.stream()
            .map(each -> new Entry<>(each.page().request().user().value(), slate(each)))
            .toList();
    if (topics.write(Topics.SERVED_SLATES, entries) instanceof Written.Unavailable) {
      lost.increment(entries.size());
    }
  }

  static ServedSlate slate(Recommendation recommendation) {
    Page page = recommendation.page();
    Knows knows = page.knows();
    ServedSlate.Builder slate =
        ServedSlate.newBuilder()
            .setRequestId(page.requestId())
            .setUser(page.request().user().value())
            .setSurface(page.request().surface())
            .setServedAt(page.at())
            .setVideos(page.places().stream().map(SlateLog::video).toList())
            .setStep(knows.step())
            .setStateVersion(knows.stateVersion())
            .setTimings(page.timings())
            .setStrategy(page.request().strategy().title());
    recommendation.reason().ifPresent(reason -> slate.setFallback(reason.title()));
    String generation = knows.generation();
    if (generation != null) {
      slate.setGeneration(generation);
    }
    return slate.build();
  }

  private static SlateVideo video(Place place) {
    return new SlateVideo(
        place.video().getVideo(), place.score(), place.propensity(), place.source().title());
  }

  @PreDestroy
  void close() throws InterruptedException {
    thread.interrupt();
    thread.join(1_000);
  }
}
