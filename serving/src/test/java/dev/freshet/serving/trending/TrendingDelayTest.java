package dev.freshet.serving.trending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import dev.freshet.testkit.TestEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendingDelayTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path dir;
  private final SetClock clock = new SetClock();
  private LocalStore store;
  private TrendingStore trending;
  private TrendingDelay delay;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    trending = new TrendingStore(store);
    delay =
        new TrendingDelay(
            trending,
            id -> id.equals("cat") ? TestEvents.video("cat", "ann") : null,
            clock,
            new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void growsWhileALongViewWaitsForItsWindow() {
    publish(-2);
    delay.acknowledged(List.of(TestEvents.longView("alice", "cat", NOON)));
    assertThat(delay.delay()).isZero();

    clock.now = NOON.plusSeconds(61);
    delay.acknowledged(List.of(TestEvents.longView("alice", "cat", clock.now)));

    assertThat(delay.delay()).isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void endsWithAWindowThatCanHoldTheLongView() {
    delay.acknowledged(List.of(TestEvents.longView("alice", "cat", NOON)));
    clock.now = NOON.plusSeconds(61);

    publish(0);
    assertThat(delay.delay()).isEqualTo(Duration.ofSeconds(61));

    publish(2);
    assertThat(delay.delay()).isZero();
  }

  @Test
  void takesAnEventFromTheFutureAsOfNow() {
    delay.acknowledged(List.of(TestEvents.longView("alice", "cat", NOON.plusSeconds(86_400))));
    publish(2);
    clock.now = NOON.plusSeconds(61);

    assertThat(delay.delay()).isZero();
  }

  @Test
  void doesNotWaitForWhatNeedsNoNewWindow() {
    publish(2);
    delay.acknowledged(
        List.of(
            TestEvents.longView("alice", "cat", NOON),
            TestEvents.skip("alice", "cat", NOON.plusSeconds(300)),
            TestEvents.impression("alice", "cat", NOON.plusSeconds(300)),
            TestEvents.longView("alice", "deleted", NOON.plusSeconds(300))));
    clock.now = NOON.plusSeconds(61);

    assertThat(delay.delay()).isZero();
  }

  /** A window that ends this many minutes after noon. */
  private void publish(int minute) {
    Instant end = NOON.plus(Duration.ofMinutes(minute));
    Instant start = end.minus(Duration.ofMinutes(10));
    Trending window = new Trending("main", start, end, List.of(new TrendingVideo("cat", 1L)));
    LocalStores.take(
        store,
        trending,
        "main/" + start,
        AvroSerde.of(Trending.class).serializer().serialize("trending", window));
  }

  private static final class SetClock extends Clock {

    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
