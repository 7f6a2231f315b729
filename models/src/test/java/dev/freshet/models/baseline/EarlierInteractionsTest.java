package dev.freshet.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierInteractionsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  static {
    TrustedRecords.trust();
  }

  @Test
  void handsOutTheHistoryOfAUsersFirstExampleOnly() {
    EarlierInteractions earlier = new EarlierInteractions(Duration.ofDays(30));

    List<String> first =
        handedOut(earlier, example("alice", NOW, "cat"), example("alice", NOW, "dog"));
    List<String> second =
        handedOut(earlier, example("bob", NOW, "cow"), example("alice", NOW, "x"));

    assertThat(first).containsExactly("alice cat", "alice skipped cat");
    assertThat(second).containsExactly("bob cow", "bob skipped cow");
  }

  @Test
  void takesAUserWhoWasAwayForLongAsNew() {
    EarlierInteractions earlier = new EarlierInteractions(Duration.ofDays(30));
    handedOut(earlier, example("alice", NOW, "cat"));

    // bob's example moves the time on, and alice is forgotten
    handedOut(earlier, example("bob", NOW.plus(Duration.ofDays(31)), "cow"));
    List<String> again = handedOut(earlier, example("alice", NOW.plus(Duration.ofDays(31)), "dog"));

    assertThat(again).containsExactly("alice dog", "alice skipped dog");
  }

  @Test
  void removesTheEntriesOfForgottenUsers() {
    EarlierInteractions earlier = new EarlierInteractions(Duration.ofDays(30));
    handedOut(earlier, example("alice", NOW, "cat"));
    earlier.saveChanges((key, value) -> {});

    handedOut(earlier, example("bob", NOW.plus(Duration.ofDays(31)), "cow"));

    List<String> written = new ArrayList<>();
    earlier.saveChanges((key, value) -> written.add(value == null ? "- " + key : "+ " + key));
    assertThat(written).containsExactlyInAnyOrder("- user/alice", "+ user/bob");
  }

  private static List<String> handedOut(EarlierInteractions earlier, TrainingExample... batch) {
    List<String> handedOut = new ArrayList<>();
    earlier.forEachOfNewUsers(
        List.of(batch),
        (example, interaction) ->
            handedOut.add(
                example.getUser()
                    + (interaction.getLongView() ? " " : " skipped ")
                    + interaction.getVideo()));
    return handedOut;
  }

  private static TrainingExample example(String user, Instant at, String before) {
    return TrainingExample.newBuilder()
        .setExampleId("e")
        .setUser(user)
        .setVideo("v")
        .setSurface("main")
        .setShownAt(at)
        .setLabelledAt(at)
        .setPositives(List.of(new Interaction(before, at, 0L, 0L, true, false, Instant.EPOCH)))
        .setSkips(List.of(new Interaction(before, at, 0L, 0L, false, false, Instant.EPOCH)))
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(true)
        .setLiked(false)
        .build();
  }
}
