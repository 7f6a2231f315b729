package dev.freshet.loadtests.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.faults.traffic.Ledger.Placed;
import dev.freshet.loadtests.http.ClientEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final long AT = 1_767_225_600_000L;

  private final Ledger ledger = new Ledger();

  @Test
  void knowsTheImpressionsThatWereWatched() {
    ledger.acknowledged(
        List.of(
            event("a", "alice", "IMPRESSION", "cat"),
            event("b", "alice", "IMPRESSION", "dog"),
            event("c", "alice", "WATCH", "cat"),
            event("d", "bob", "IMPRESSION", "dog")));
    ledger.acknowledged(List.of(event("e", "bob", "WATCH", "dog")));

    assertThat(ledger.watchedImpressions()).containsExactlyInAnyOrder("a", "d");
  }

  @Test
  void takesAWatchForTheLatestImpressionAlone() {
    ledger.acknowledged(
        List.of(
            event("a", "alice", "IMPRESSION", "cat"),
            event("b", "alice", "IMPRESSION", "cat"),
            event("c", "alice", "WATCH", "cat")));

    assertThat(ledger.watchedImpressions()).containsExactly("b");
  }

  @Test
  void expectsNothingOfAnImpressionThatWasOnlyLiked() {
    ledger.acknowledged(
        List.of(event("a", "alice", "IMPRESSION", "cat"), event("b", "alice", "LIKE", "cat")));

    assertThat(ledger.watchedImpressions()).isEmpty();
  }

  @Test
  void countsTheLongViewsOfEachVideoOnEachSurface() {
    ledger.acknowledged(
        List.of(
            watch("a", "cat", "main", 20_000),
            watch("b", "cat", "main", 20_000),
            watch("c", "cat", "search", 20_000),
            watch("d", "dog", "main", 1_000),
            event("e", "alice", "IMPRESSION", "dog")));

    assertThat(ledger.longViews())
        .isEqualTo(Map.of(new Placed("main", "cat"), 2L, new Placed("search", "cat"), 1L));
  }

  private static ClientEvent watch(String id, String video, String surface, long watchedMillis) {
    return new ClientEvent(
        id, null, "alice", video, "WATCH", AT, watchedMillis, 20_000L, null, surface, "phone");
  }

  private static ClientEvent event(String id, String user, String kind, String video) {
    return new ClientEvent(id, null, user, video, kind, AT, null, null, null, "main", "phone");
  }
}
