package dev.freshet.models.history;

import static dev.freshet.schemas.event.EventKind.COMMENT;
import static dev.freshet.schemas.event.EventKind.FOLLOW;
import static dev.freshet.schemas.event.EventKind.HIDE;
import static dev.freshet.schemas.event.EventKind.HISTORY;
import static dev.freshet.schemas.event.EventKind.IMPRESSION;
import static dev.freshet.schemas.event.EventKind.LIKE;
import static dev.freshet.schemas.event.EventKind.SHARE;
import static dev.freshet.schemas.event.EventKind.UNKNOWN;
import static dev.freshet.schemas.event.EventKind.WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserStatesTest {

  static {
    TrustedRecords.trust();
  }

  private static final long LENGTH = 10_000;

  @Test
  void startsAtVersionOneWithTheFirstEvent() {
    FeedbackEvent shown = event(IMPRESSION, "cat", 7);

    UserState state = UserStates.apply(null, shown, HistoryConfig.defaults());

    assertThat(state.getUser()).isEqualTo("alice");
    assertThat(state.getVersion()).isEqualTo(1);
    assertThat(state.getAsOf()).isEqualTo(Instant.ofEpochMilli(7));
    assertThat(state.getSeen()).containsExactly(SeenVideos.hash("cat"));
    assertThat(state.getPositives()).isEmpty();
    assertThat(state.getCounters()).isEqualTo(new UserCounters(1L, 0L, 0L, 0L, 0L));
  }

  @Test
  void makesALongViewAPositiveAndAShortOneASkip() {
    UserState state = applied(watch("cat", 10, LENGTH), watch("dog", 20, LENGTH - 1));

    assertThat(state.getPositives())
        .containsExactly(interaction("cat", 10, LENGTH, LENGTH, true, false));
    assertThat(state.getSkips())
        .containsExactly(interaction("dog", 20, LENGTH - 1, LENGTH, false, false));
    assertThat(state.getCounters()).isEqualTo(new UserCounters(0L, 2L, 1L, 0L, 0L));
  }

  @Test
  void onlyCountsAWatchOfUnknownTime() {
    FeedbackEvent watch =
        FeedbackEvent.newBuilder(watch("cat", 10, 0)).clearWatchedMillis().build();

    UserState state = applied(watch);

    assertThat(state.getPositives()).isEmpty();
    assertThat(state.getSkips()).isEmpty();
    assertThat(state.getSeen()).containsExactly(SeenVideos.hash("cat"));
    assertThat(state.getCounters().getWatches()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = EventKind.class,
      names = {"LIKE", "SHARE", "FOLLOW", "COMMENT"})
  void takesEachSignOfLikingAsAPositive(EventKind kind) {
    UserState state = applied(event(kind, "cat", 10));

    assertThat(state.getPositives())
        .containsExactly(interaction("cat", 10, 0, LENGTH, false, true));
    assertThat(state.getCounters()).isEqualTo(new UserCounters(0L, 0L, 0L, 1L, 0L));
  }

  @Test
  void mergesAllEventsWithOneVideoIntoOneInteraction() {
    UserState state =
        applied(
            event(IMPRESSION, "cat", 10),
            watch("cat", 20, 4_000),
            event(LIKE, "cat", 15),
            watch("cat", 40, 3_000),
            event(SHARE, "cat", 41),
            event(COMMENT, "cat", 30));

    assertThat(state.getPositives())
        .containsExactly(interaction("cat", 41, 4_000, LENGTH, false, true));
    assertThat(state.getSkips()).isEmpty();
    assertThat(state.getSeen()).containsExactly(SeenVideos.hash("cat"));
    assertThat(state.getCounters()).isEqualTo(new UserCounters(1L, 2L, 0L, 3L, 0L));
  }

  @Test
  void keepsAPositiveThatIsWatchedBrieflyLater() {
    UserState state =
        applied(watch("cat", 10, LENGTH), watch("dog", 20, LENGTH), watch("cat", 30, 1));

    assertThat(state.getPositives())
        .extracting(Interaction::getVideo)
        .containsExactly("dog", "cat");
    assertThat(state.getPositives().getLast().getWatchedMillis()).isEqualTo(LENGTH);
    assertThat(state.getSkips()).isEmpty();
  }

  @Test
  void ordersByTimeThenVideoWhateverTheOrderOfArrival() {
    UserState state =
        applied(
            watch("d", 30, LENGTH),
            watch("c", 10, LENGTH),
            watch("b", 20, LENGTH),
            watch("a", 20, LENGTH));

    assertThat(state.getPositives())
        .extracting(Interaction::getVideo)
        .containsExactly("c", "a", "b", "d");
    assertThat(state.getAsOf()).isEqualTo(Instant.ofEpochMilli(30));
  }

  @ParameterizedTest
  @EnumSource(
      value = EventKind.class,
      names = {"HIDE", "REPORT"})
  void movesWhatIsHiddenToTheSkipsForGood(EventKind kind) {
    UserState state =
        applied(
            watch("cat", 10, LENGTH),
            event(kind, "cat", 20),
            watch("cat", 30, LENGTH),
            event(LIKE, "cat", 40));

    assertThat(state.getPositives()).isEmpty();
    assertThat(state.getSkips())
        .containsExactly(interaction("cat", 40, LENGTH, LENGTH, true, true));
    assertThat(state.getHiddenVideos()).containsExactly("cat");
    assertThat(state.getHiddenAuthors()).containsExactly("author of cat");
    assertThat(state.getCounters().getHides()).isEqualTo(1);
  }

  @Test
  void hidesNoAuthorWhereNoneIsKnown() {
    FeedbackEvent hide = FeedbackEvent.newBuilder(event(HIDE, "cat", 10)).clearAuthor().build();

    UserState state = applied(hide);

    assertThat(state.getHiddenVideos()).containsExactly("cat");
    assertThat(state.getHiddenAuthors()).isEmpty();
  }

  @Test
  void letsTheLastOfFollowingAndHidingAnAuthorCount() {
    UserState followed = applied(event(HIDE, "cat", 10), event(FOLLOW, "cat", 20));
    UserState hidden = applied(event(FOLLOW, "cat", 10), event(HIDE, "cat", 20));

    assertThat(followed.getFollowedAuthors()).containsExactly("author of cat");
    assertThat(followed.getHiddenAuthors()).isEmpty();
    assertThat(hidden.getFollowedAuthors()).isEmpty();
    assertThat(hidden.getHiddenAuthors()).containsExactly("author of cat");
  }

  @Test
  void followsAnAuthorWithoutAVideo() {
    FeedbackEvent follow = FeedbackEvent.newBuilder(event(FOLLOW, "", 10)).setAuthor("bob").build();

    UserState state = applied(follow);

    assertThat(state.getFollowedAuthors()).containsExactly("bob");
    assertThat(state.getPositives()).isEmpty();
  }

  @Test
  void dropsTheOldestBeyondTheLimits() {
    HistoryConfig two = new HistoryConfig(2, 2, 2, 2, 2, 2);
    UserState state = UserStates.apply(null, event(IMPRESSION, "first", 1), two);

    for (int i = 1; i <= 4; i++) {
      state = UserStates.apply(state, watch("long" + i, 100 - i, LENGTH), two);
      state = UserStates.apply(state, watch("short" + i, 200 - i, 1), two);
      state = UserStates.apply(state, event(HIDE, "hidden" + i, 300 - i), two);
    }

    // positives and skips keep the latest by event time, the others the last to arrive
    assertThat(state.getPositives())
        .extracting(Interaction::getVideo)
        .containsExactly("long2", "long1");
    assertThat(state.getSkips())
        .extracting(Interaction::getVideo)
        .containsExactly("hidden2", "hidden1");
    assertThat(state.getSeen())
        .containsExactly(SeenVideos.hash("long4"), SeenVideos.hash("short4"));
    assertThat(state.getHiddenVideos()).containsExactly("hidden3", "hidden4");
    assertThat(state.getHiddenAuthors()).containsExactly("author of hidden3", "author of hidden4");
    assertThat(state.getVersion()).isEqualTo(13);
  }

  @Test
  void takesInAHistoryAsOneEvent() {
    FeedbackEvent history =
        FeedbackEvent.newBuilder(event(HISTORY, "", 50))
            .setHistory(
                List.of(
                    interaction("cat", 10, LENGTH, LENGTH, true, false),
                    interaction("dog", 20, 0, LENGTH, false, false),
                    interaction("cow", 30, 0, 0, false, true),
                    interaction("cat", 40, 0, LENGTH, false, false)))
            .build();

    UserState state = applied(history);

    assertThat(state.getVersion()).isEqualTo(1);
    assertThat(state.getPositives())
        .containsExactly(
            interaction("cow", 30, 0, 0, false, true),
            interaction("cat", 40, LENGTH, LENGTH, true, false));
    assertThat(state.getSkips()).containsExactly(interaction("dog", 20, 0, LENGTH, false, false));
    assertThat(state.getSeen())
        .containsExactly(SeenVideos.hash("dog"), SeenVideos.hash("cow"), SeenVideos.hash("cat"));
    assertThat(state.getCounters()).isEqualTo(new UserCounters(4L, 4L, 1L, 1L, 0L));
  }

  @Test
  void countsAnEventOfAKindItDoesNotKnow() {
    UserState state = applied(watch("cat", 10, LENGTH), event(UNKNOWN, "dog", 20));

    assertThat(state.getVersion()).isEqualTo(2);
    assertThat(state.getAsOf()).isEqualTo(Instant.ofEpochMilli(20));
    assertThat(state.getSeen()).containsExactly(SeenVideos.hash("cat"));
  }

  @Test
  void refusesTheStateOfAnotherUser() {
    UserState alice = applied(event(IMPRESSION, "cat", 10));
    FeedbackEvent bobs =
        FeedbackEvent.newBuilder(event(IMPRESSION, "cat", 20)).setUser("bob").build();

    assertThatThrownBy(() -> UserStates.apply(alice, bobs, HistoryConfig.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bob")
        .hasMessageContaining("alice");
  }

  @Test
  void refusesALimitBelowOne() {
    assertThatThrownBy(() -> new HistoryConfig(50, 0, 512, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("skips must be at least 1: 0");
  }

  private static UserState applied(FeedbackEvent first, FeedbackEvent... others) {
    UserState state = UserStates.apply(null, first, HistoryConfig.defaults());
    for (FeedbackEvent event : others) {
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return state;
  }

  private static FeedbackEvent watch(String video, long at, long watchedMillis) {
    return FeedbackEvent.newBuilder(event(WATCH, video, at))
        .setWatchedMillis(watchedMillis)
        .build();
  }

  private static FeedbackEvent event(EventKind kind, String video, long at) {
    return FeedbackEvent.newBuilder()
        .setEventId(kind + "-" + video + "-" + at)
        .setUser("alice")
        .setVideo(video)
        .setAuthor("author of " + video)
        .setKind(kind)
        .setOccurredAt(Instant.ofEpochMilli(at))
        .setLengthMillis(LENGTH)
        .build();
  }

  private static Interaction interaction(
      String video, long at, long watched, long length, boolean longView, boolean liked) {
    return new Interaction(video, Instant.ofEpochMilli(at), watched, length, longView, liked);
  }
}
