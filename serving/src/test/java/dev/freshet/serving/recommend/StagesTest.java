package dev.freshet.serving.recommend;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.recommend.Stages.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker, so that a stage waits while another runs. */
class StagesTest {

  @TempDir Path dir;
  private TestNode node;
  private Stages stages;
  private ServingModel serving;

  @BeforeEach
  void start() {
    node = new TestNode(dir);
    node.restart(Map.of("freshet.recommend.workers", "1", "freshet.recommend.queue", "2"));
    node.release("g1", 1);
    stages = node.context().getBean(Stages.class);
    serving = node.context().getBean(ModelRoom.class).enter().orElseThrow();
  }

  @AfterEach
  void stop() {
    serving.close();
    node.close();
  }

  @Test
  void interruptsWorkThatNobodyWaitsForAnyMore() {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicLong now = new AtomicLong();
    var late =
        stages.start(
            "score",
            serving,
            new Deadline(Duration.ofHours(1).toNanos(), now::get),
            () -> {
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              return 1;
            });

    TestNode.await(begun);
    now.set(Duration.ofHours(1).toNanos());
    assertThat(late.await()).isInstanceOf(Outcome.Late.class);

    await().untilTrue(interrupted);
    assertThat(abandoned("score")).isEqualTo(1);
    var next = stages.start("score", serving, in(Duration.ofHours(1)), () -> 2);
    assertThat(next.await()).isEqualTo(new Outcome.Done<>(2));
  }

  @Test
  void doesNotBeginWhatNobodyWaitsForAnyMore() {
    CountDownLatch over = new CountDownLatch(1);
    AtomicBoolean begun = new AtomicBoolean();
    var first =
        stages.start(
            "score",
            serving,
            in(Duration.ofHours(1)),
            () -> {
              TestNode.await(over);
              return 1;
            });
    // nobody asks for the second one, as when the page has failed in between
    stages.start("retrieve", serving, in(Duration.ZERO), () -> begun.getAndSet(true));

    over.countDown();

    assertThat(first.await()).isEqualTo(new Outcome.Done<>(1));
    var third = stages.start("score", serving, in(Duration.ofHours(1)), () -> 3);
    assertThat(third.await()).isEqualTo(new Outcome.Done<>(3));
    assertThat(begun).isFalse();
  }

  @Test
  void turnsAwayWhatWouldNotBeDoneInTime() {
    for (int i = 0; i < 40; i++) {
      stages.start("score", serving, in(Duration.ofHours(1)), () -> busy(5)).await();
    }
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    stages.start(
        "score",
        serving,
        in(Duration.ofHours(1)),
        () -> {
          begun.countDown();
          TestNode.await(over);
          return 1;
        });
    TestNode.await(begun);
    var waits = stages.start("score", serving, in(Duration.ofHours(1)), () -> 2);

    // two that take 5 ms, each almost: not in 2 ms, but in 10 s
    var hopeless = stages.start("score", serving, in(Duration.ofMillis(2)), () -> 3);
    var hopeful = stages.start("score", serving, in(Duration.ofHours(1)), () -> 4);
    over.countDown();

    assertThat(hopeless.await()).isInstanceOf(Outcome.Overloaded.class);
    assertThat(abandoned("score")).isZero();
    assertThat(waits.await()).isEqualTo(new Outcome.Done<>(2));
    assertThat(hopeful.await()).isEqualTo(new Outcome.Done<>(4));
  }

  private static int busy(long millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 0;
  }

  private static Deadline in(Duration time) {
    return Deadline.after(time, 1, System.nanoTime());
  }

  private double abandoned(String stage) {
    return node.context()
        .getBean(MeterRegistry.class)
        .counter("freshet.serving.stages.abandoned", "stage", stage)
        .count();
  }
}
