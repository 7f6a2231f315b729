package dev.freshet.flink.eventtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class QuietPartitionWatermarksTest {

  private static final long NOW = TestEvents.START.toEpochMilli();

  private final Clock clock = new Clock();
  private final Emitted emitted = new Emitted();
  private final QuietPartitionWatermarks<FeedbackEvent> watermarks =
      new QuietPartitionWatermarks<>(
          event -> event.getOccurredAt().toEpochMilli(),
          new Progress.ByEvents(Duration.ofMillis(500), Duration.ofMillis(300)),
          () -> clock.now);

  @Test
  void staysTheBoundBehindTheLatestEvent() {
    event(NOW - 10, NOW);

    watermarks.onPeriodicEmit(emitted);

    assertThat(emitted.last).isEqualTo(NOW - 10 - 500 - 1);
  }

  @Test
  void countsAnEventFromTheFutureAsNow() {
    event(NOW + 60_000, NOW);

    watermarks.onPeriodicEmit(emitted);

    assertThat(emitted.last).isEqualTo(NOW - 500 - 1);
  }

  @Test
  void followsTheClockOnceThePartitionIsQuiet() {
    event(NOW - 10, NOW);
    clock.now = NOW + 400;

    rounds(4);

    assertThat(emitted.last).isEqualTo(NOW + 400 - 500 - 1);
  }

  @Test
  void doesNotTakeAPauseOfTheProcessForSilence() {
    event(NOW - 10, NOW);
    clock.now = NOW + 400;

    rounds(1);

    assertThat(emitted.last).isEqualTo(NOW - 10 - 500 - 1);
  }

  @Test
  void waitsLongerWhileThePartitionIsBehind() {
    event(NOW - 60_000, NOW - 60_000);
    clock.now = NOW + 400;

    rounds(10);

    assertThat(emitted.last).isEqualTo(NOW - 60_000 - 500 - 1);
  }

  @Test
  void followsTheClockOfAPartitionThatWasNeverHeardOf() {
    clock.now = NOW + QuietPartitionWatermarks.CATCHING_UP_MILLIS;

    rounds(4);

    assertThat(emitted.last).isEqualTo(clock.now - 500 - 1);
  }

  private void event(long occurredAt, long arrivedAt) {
    var record = Records.of(TestEvents.like("ann", "v1", Instant.ofEpochMilli(occurredAt)));
    watermarks.onEvent(
        new Received<>(
            record.topic(),
            0,
            0,
            arrivedAt,
            record.key(),
            record.bytes(),
            record.value(),
            null,
            null),
        arrivedAt,
        emitted);
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      watermarks.onPeriodicEmit(emitted);
    }
  }

  private static final class Clock {
    private long now = NOW;
  }

  private static final class Emitted implements WatermarkOutput {
    private long last = Long.MIN_VALUE;

    @Override
    public void emitWatermark(Watermark watermark) {
      last = watermark.getTimestamp();
    }

    @Override
    public void markIdle() {
      throw new AssertionError("a partition is never idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("a partition is never idle");
    }
  }
}
