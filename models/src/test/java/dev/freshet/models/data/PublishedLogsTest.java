package dev.freshet.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the published logs, where they are there. */
class PublishedLogsTest {

  @Test
  void readsKuaiRandPure() {
    LogDataset log = LogDataset.open(PublishedData.kuaiRand());

    Map<EventKind, Integer> kinds = new EnumMap<>(EventKind.class);
    int longViews = 0;
    Instant last = Instant.MIN;
    int backwards = 0;
    try (LogIterator<FeedbackEvent> events = log.events()) {
      while (events.hasNext()) {
        FeedbackEvent event = events.next();
        kinds.merge(event.getKind(), 1, Integer::sum);
        backwards += event.getOccurredAt().isBefore(last) ? 1 : 0;
        last = event.getOccurredAt();
        if (event.getKind() == EventKind.WATCH) {
          Long length = event.getLengthMillis();
          longViews +=
              LongView.reached(event.getWatchedMillis(), length == null ? 0 : length) ? 1 : 0;
        }
      }
    }

    assertThat(backwards).isZero();
    assertThat(log.summary().badRows()).isZero();
    assertThat(log.summary().videos()).isEqualTo(7_583);
    assertThat(log.summary().users()).isEqualTo(24_079);
    assertThat(kinds)
        .containsEntry(EventKind.HISTORY, 26_469)
        .containsEntry(EventKind.IMPRESSION, 171_805)
        .containsEntry(EventKind.WATCH, 154_900)
        .containsEntry(EventKind.LIKE, 2_996)
        .containsEntry(EventKind.FOLLOW, 224)
        .containsEntry(EventKind.COMMENT, 437)
        .containsEntry(EventKind.SHARE, 137)
        .containsEntry(EventKind.HIDE, 144);
    // the published flag has 53,572
    assertThat(longViews).isEqualTo(53_174);
  }

  @Test
  void readsMovieLensLatestSmall() {
    Path folder = PublishedData.folder("movielens-latest-small");
    assumeTrue(
        Files.isDirectory(folder),
        () -> folder + " is missing: published at https://grouplens.org/datasets/movielens/latest");

    LogSummary summary = LogDataset.open(folder).summary();

    assertThat(summary.impressions()).isEqualTo(100_836);
    assertThat(summary.videos()).isEqualTo(9_742);
    assertThat(summary.users()).isEqualTo(610);
    assertThat(summary.badRows()).isZero();
  }
}
