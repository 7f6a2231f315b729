package dev.freshet.serving.store;

import dev.freshet.serving.topics.DeadLetters;
import dev.freshet.serving.topics.KafkaConfig;
import dev.freshet.serving.tracing.AwaitedStates;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a feed for every copy once Kafka answers, and stops them before the store is closed. */
@Context
@Requires(property = "freshet.kafka.follow", notEquals = "false")
final class TopicFeeds implements FeedProgress {

  private static final Logger LOG = LoggerFactory.getLogger(TopicFeeds.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final KafkaConfig config;
  private final List<TopicFeed> feeds = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  TopicFeeds(
      List<TopicCopy> copies,
      LocalStore store,
      KafkaConfig config,
      DeadLetters deadLetters,
      AwaitedStates awaited,
      Clock clock,
      MeterRegistry meters) {
    this.config = config;
    TopicLayouts layouts = new TopicLayouts(config.clients());
    for (TopicCopy copy : copies) {
      TopicFeed feed = new TopicFeed(copy, store, config, layouts, deadLetters, awaited, clock);
      feeds.add(feed);
      meters.gauge(
          "freshet.serving.lag",
          io.micrometer.core.instrument.Tags.of("topic", feed.topic()),
          feed,
          TopicFeed::lag);
    }
    for (TopicFeed feed : feeds) {
      threads.add(Thread.ofPlatform().name("feed-" + feed.topic()).unstarted(feed));
    }
    threads.add(Thread.ofPlatform().name("feeds-start").start(this::start));
  }

  private void start() {
    while (stopping.getCount() > 0) {
      try {
        config.topics().createMissing(config.clients(), ANSWER);
        threads.stream()
            .filter(thread -> thread.getState() == Thread.State.NEW)
            .forEach(Thread::start);
        return;
      } catch (KafkaException e) {
        LOG.atWarn()
            .setMessage("Kafka does not answer yet; the local copies are served meanwhile")
            .addKeyValue("bootstrapServers", config.bootstrapServers())
            .setCause(e)
            .log();
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean unused = stopping.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  @Override
  public boolean caughtUp() {
    return feeds.stream().allMatch(TopicFeed::caughtUp);
  }

  @Override
  public Map<String, Long> lags() {
    Map<String, Long> lags = new LinkedHashMap<>();
    feeds.forEach(feed -> lags.put(feed.topic(), feed.lag()));
    return lags;
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopping.countDown();
    feeds.forEach(TopicFeed::stop);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (thread.getState() != Thread.State.NEW && left > 0) {
        thread.join(left);
      }
    }
  }
}
