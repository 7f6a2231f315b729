package dev.freshet.serving.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.serving.console.ArmCounts.Count;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArmCountsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ArmCounts counts = new ArmCounts(Duration.ofMinutes(5));

  @Test
  void countsImpressionsAndLongViewsUnderTheStrategyOfTheirPage() {
    counts.take(slate("r1", "personalised"));
    counts.take(slate("r2", "random"));

    counts.take(impression("r1"), NOON, 10_000L);
    counts.take(impression("r1"), NOON, 10_000L);
    counts.take(watch("r1", 10_000, null), NOON, 10_000L);
    counts.take(watch("r1", 9_999, null), NOON, 10_000L);
    counts.take(impression("r2"), NOON, 10_000L);

    assertThat(counts.trailing(NOON, MINUTE))
        .containsOnlyKeys("personalised", "random")
        .containsEntry("personalised", new Count(2, 1))
        .containsEntry("random", new Count(1, 0));
  }

  @Test
  void takesTheLengthThatTheEventSaysBeforeTheCatalogues() {
    counts.take(slate("r1", "random"));

    counts.take(watch("r1", 6_000, 6_000L), NOON, 60_000L);

    assertThat(counts.trailing(NOON, MINUTE)).containsEntry("random", new Count(0, 1));
  }

  @Test
  void keepsNoMoreEventsOfAnUnknownPageThanTheLongestPageHas() {
    for (int i = 0; i < 1_000; i++) {
      counts.take(impression("invented"), NOON, null);
    }

    counts.take(slate("invented", "trending"));

    // 100 videos, each shown and watched
    assertThat(counts.trailing(NOON, MINUTE)).containsEntry("trending", new Count(200, 0));
  }

  @Test
  void keepsAnEventThatComesBeforeItsPageIsKnown() {
    counts.take(impression("r1"), NOON, null);

    assertThat(counts.trailing(NOON, MINUTE)).isEmpty();

    counts.take(slate("r1", "trending"));

    assertThat(counts.trailing(NOON, MINUTE)).containsEntry("trending", new Count(1, 0));
  }

  @Test
  void leavesOutWhatCameOfNoPageAndWhatIsNoOutcome() {
    counts.take(slate("r1", null));
    counts.take(slate("r2", "random"));

    counts.take(impression("r1"), NOON, null);
    counts.take(impression(null), NOON, null);
    counts.take(event("r2", EventKind.LIKE).build(), NOON, null);

    assertThat(counts.trailing(NOON, MINUTE)).isEmpty();
  }

  @Test
  void looksBackOverTheWindowOnlyAndForgetsWhatIsTooOld() {
    counts.take(slate("r1", "random"));
    counts.take(impression("r1"), NOON, null);
    counts.take(impression("r1"), NOON.plusSeconds(60), null);

    assertThat(counts.trailing(NOON.plusSeconds(59), MINUTE))
        .containsEntry("random", new Count(1, 0));
    assertThat(counts.trailing(NOON.plusSeconds(60), MINUTE))
        .containsEntry("random", new Count(1, 0));

    counts.take(impression("r1"), NOON.plusSeconds(301), null);

    assertThat(counts.first()).isEqualTo(NOON.plusSeconds(60));
  }

  private static ServedSlate slate(String request, @Nullable String strategy) {
    ServedSlate.Builder slate =
        ServedSlate.newBuilder()
            .setRequestId(request)
            .setUser("alice")
            .setSurface("main")
            .setServedAt(NOON)
            .setVideos(List.of());
    if (strategy != null) {
      slate.setStrategy(strategy);
    }
    return slate.build();
  }

  private static FeedbackEvent impression(@Nullable String request) {
    return event(request, EventKind.IMPRESSION).build();
  }

  private static FeedbackEvent watch(String request, long watched, @Nullable Long length) {
    FeedbackEvent.Builder event = event(request, EventKind.WATCH).setWatchedMillis(watched);
    if (length != null) {
      event.setLengthMillis(length);
    }
    return event.build();
  }

  private static FeedbackEvent.Builder event(@Nullable String request, EventKind kind) {
    FeedbackEvent.Builder event = TestEvents.of(kind, "alice", "cat", NOON);
    if (request != null) {
      event.setRequestId(request);
    }
    return event;
  }
}
