package dev.freshet.models.history;

import static dev.freshet.models.history.StoredEntries.NONE;
import static dev.freshet.schemas.event.EventKind.COMMENT;
import static dev.freshet.schemas.event.EventKind.FOLLOW;
import static dev.freshet.schemas.event.EventKind.HIDE;
import static dev.freshet.schemas.event.EventKind.HISTORY;
import static dev.freshet.schemas.event.EventKind.IMPRESSION;
import static dev.freshet.schemas.event.EventKind.LIKE;
import static dev.freshet.schemas.event.EventKind.SHARE;
import static dev.freshet.schemas.event.EventKind.UNFOLLOW;
import static dev.freshet.schemas.event.EventKind.UNHIDE;
import static dev.freshet.schemas.event.EventKind.UNKNOWN;
import static dev.freshet.schemas.event.EventKind.UNLIKE;
import static dev.freshet.schemas.event.EventKind.WATCH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
    assertThat(seen(state)).containsExactly(SeenVideos.hash("cat"));
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
    assertThat(seen(state)).containsExactly(SeenVideos.hash("cat"));
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
    assertThat(seen(state)).containsExactly(SeenVideos.hash("cat"));
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
    assertThat(hiddenVideos(state)).containsExactly("cat");
    assertThat(hiddenAuthors(state)).isEmpty();
    assertThat(state.getCounters().getHides()).isEqualTo(1);
  }

  @Test
  void hidesAnAuthorAndLeavesTheVideoAlone() {
    UserState state = applied(watch("cat", 10, LENGTH), hideAuthor("cat", 20));

    assertThat(hiddenAuthors(state)).containsExactly("author of cat");
    assertThat(hiddenVideos(state)).isEmpty();
    assertThat(state.getPositives()).extracting(Interaction::getVideo).containsExactly("cat");
  }

  @Test
  void letsTheLaterOfFollowingAndHidingAnAuthorCountInWhateverOrderTheyArrive() {
    for (UserState followed :
        List.of(
            applied(hideAuthor("cat", 10), event(FOLLOW, "cat", 20)),
            applied(event(FOLLOW, "cat", 20), hideAuthor("cat", 10)))) {
      assertThat(followedAuthors(followed)).containsExactly("author of cat");
      assertThat(hiddenAuthors(followed)).isEmpty();
    }
    for (UserState hidden :
        List.of(
            applied(event(FOLLOW, "cat", 10), hideAuthor("cat", 20)),
            applied(hideAuthor("cat", 20), event(FOLLOW, "cat", 10)))) {
      assertThat(followedAuthors(hidden)).isEmpty();
      assertThat(hiddenAuthors(hidden)).containsExactly("author of cat");
    }
  }

  @Test
  void undoesALikeAFollowAndAHide() {
    UserState state =
        applied(
            watch("cat", 5, 1),
            event(LIKE, "cat", 10),
            event(UNLIKE, "cat", 11),
            event(FOLLOW, "dog", 20),
            event(UNFOLLOW, "dog", 21),
            watch("cow", 30, LENGTH),
            event(HIDE, "cow", 31),
            event(UNHIDE, "cow", 32));

    assertThat(state.getPositives())
        .extracting(Interaction::getVideo)
        .containsExactly("dog", "cow");
    assertThat(state.getSkips()).extracting(Interaction::getVideo).containsExactly("cat");
    assertThat(followedAuthors(state)).isEmpty();
    assertThat(hiddenVideos(state)).isEmpty();
    assertThat(state.getCounters()).isEqualTo(new UserCounters(0L, 2L, 1L, 2L, 1L));
  }

  @Test
  void takesAnUndoneLikeOrHideForNoOutcome() {
    UserState state =
        applied(
            event(UNLIKE, "cat", 10),
            event(LIKE, "dog", 20),
            event(UNLIKE, "dog", 21),
            event(HIDE, "cow", 30),
            event(UNHIDE, "cow", 31),
            event(UNHIDE, "fox", 40));

    assertThat(state.getPositives()).isEmpty();
    assertThat(state.getSkips()).isEmpty();
    assertThat(state.getUndone())
        .extracting(Interaction::getVideo)
        .containsExactly("cat", "dog", "cow");
  }

  @Test
  void takesAVideoWhoseLikeWasUndoneForASkipOnceItIsLeftEarly() {
    UserState left = applied(event(UNLIKE, "cat", 10), watch("cat", 20, 1));
    UserState likedBefore = applied(event(UNLIKE, "cat", 10), event(LIKE, "cat", 5));
    UserState likedAgain = applied(event(UNLIKE, "cat", 10), event(LIKE, "cat", 15));

    assertThat(left.getSkips()).extracting(Interaction::getVideo).containsExactly("cat");
    assertThat(left.getUndone()).isEmpty();
    assertThat(likedBefore.getPositives()).isEmpty();
    assertThat(likedAgain.getPositives()).extracting(Interaction::getVideo).containsExactly("cat");
    assertThat(likedAgain.getUndone()).isEmpty();
  }

  @Test
  void undoesNothingThatHappenedLater() {
    UserState state = applied(event(LIKE, "cat", 20), event(UNLIKE, "cat", 10));

    assertThat(state.getPositives()).extracting(Interaction::getVideo).containsExactly("cat");
  }

  @Test
  void storesEntriesBeforeTheyLeaveTheStateAndFindsThemAgain() {
    HistoryConfig small = new HistoryConfig(5, 5, 8, 8, 8);
    Map<Long, StoredEntries.Entry> stored = new HashMap<>();
    UserState state = null;

    for (int i = 0; i < 100; i++) {
      UserState before = state;
      UserStates.Applied applied =
          UserStates.apply(before, event(HIDE, "v" + i, 1_000 + i), small, i + 1, NONE);
      for (UserSetEntry entry : applied.leaving()) {
        stored.put(entry.getHash(), new StoredEntries.Entry(entry.getValue(), entry.getAt()));
      }
      state = UserState.newBuilder(applied.state()).setSetEntries(stored.size()).build();
      UserSets sets = new UserSets(state, (set, hash) -> stored.get(hash));
      for (int hidden = 0; hidden <= i; hidden++) {
        assertThat(sets.hidesVideo("v" + hidden)).isTrue();
      }
      assertThat(sets.hidesVideo("v" + (i + 1))).isFalse();
    }

    assertThat(requireNonNull(state).getVideos()).hasSize(8);
    assertThat(stored).hasSize(93); // one of the eight is stored ahead of its leaving
  }

  @Test
  void knowsEveryVideoThatWasSeenInWhateverOrder() {
    HistoryConfig small = new HistoryConfig(5, 5, 16, 8, 8);
    Map<Long, StoredEntries.Entry> stored = new HashMap<>();
    UserState state = null;
    SplittableRandom random = new SplittableRandom(3);

    for (int i = 0; i < 300; i++) {
      UserStates.Applied applied =
          UserStates.apply(
              state, event(IMPRESSION, "v" + i, 1_000L * random.nextInt(500)), small, i + 1, NONE);
      for (UserSetEntry entry : applied.leaving()) {
        stored.put(entry.getHash(), new StoredEntries.Entry(entry.getValue(), entry.getAt()));
      }
      state = UserState.newBuilder(applied.state()).setSetEntries(stored.size()).build();
      UserSets sets = new UserSets(state, (set, hash) -> stored.get(hash));
      for (int seen = 0; seen <= i; seen++) {
        assertThat(sets.hasSeen("v" + seen)).as("v%d after %d", seen, i).isTrue();
      }
    }
  }

  @Test
  void keepsALongViewOfAVideoHiddenLongAgoOutOfThePositives() {
    UserState state =
        UserState.newBuilder(applied(event(IMPRESSION, "dog", 10))).setSetEntries(1).build();
    StoredEntries hidden =
        (set, hash) ->
            hash == SeenVideos.hash("cat")
                ? new StoredEntries.Entry(PreferenceValue.HIDDEN, Instant.ofEpochMilli(5))
                : null;

    UserState after =
        UserStates.apply(state, watch("cat", 20, LENGTH), HistoryConfig.defaults(), 2, hidden)
            .state();

    assertThat(after.getPositives()).isEmpty();
    assertThat(after.getSkips()).extracting(Interaction::getVideo).containsExactly("cat");
  }

  @Test
  void followsAnAuthorWithoutAVideo() {
    FeedbackEvent follow = FeedbackEvent.newBuilder(event(FOLLOW, "", 10)).setAuthor("bob").build();

    UserState state = applied(follow);

    assertThat(followedAuthors(state)).containsExactly("bob");
    assertThat(state.getPositives()).isEmpty();
  }

  @Test
  void dropsTheOldestBeyondTheLimits() {
    HistoryConfig two = new HistoryConfig(2, 2, 2, 2, 2);
    UserState state = UserStates.apply(null, event(IMPRESSION, "first", 1), two);

    for (int i = 1; i <= 4; i++) {
      state = UserStates.apply(state, watch("long" + i, 100_000 - 1_000 * i, LENGTH), two);
      state = UserStates.apply(state, watch("short" + i, 200_000 - 1_000 * i, 1), two);
      state = UserStates.apply(state, event(HIDE, "hidden" + i, 300_000 - 1_000 * i), two);
    }

    assertThat(state.getPositives())
        .extracting(Interaction::getVideo)
        .containsExactly("long2", "long1");
    assertThat(state.getSkips())
        .extracting(Interaction::getVideo)
        .containsExactly("hidden2", "hidden1");
    assertThat(seen(state)).containsExactly(SeenVideos.hash("short2"), SeenVideos.hash("short1"));
    assertThat(hiddenVideos(state)).containsExactly("hidden2", "hidden1");
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
    assertThat(seen(state))
        .containsExactlyInAnyOrder(
            SeenVideos.hash("dog"), SeenVideos.hash("cow"), SeenVideos.hash("cat"));
    assertThat(state.getCounters()).isEqualTo(new UserCounters(4L, 4L, 1L, 1L, 0L));
  }

  @Test
  void countsAnEventOfAKindItDoesNotKnow() {
    UserState state = applied(watch("cat", 10, LENGTH), event(UNKNOWN, "dog", 20));

    assertThat(state.getVersion()).isEqualTo(2);
    assertThat(state.getAsOf()).isEqualTo(Instant.ofEpochMilli(20));
    assertThat(seen(state)).containsExactly(SeenVideos.hash("cat"));
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
    assertThatThrownBy(() -> new HistoryConfig(50, 0, 512, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("skips must be at least 1: 0");
  }

  private static FeedbackEvent hideAuthor(String video, long at) {
    return FeedbackEvent.newBuilder(event(HIDE, video, at)).setTarget(EventTarget.AUTHOR).build();
  }

  private static List<Long> seen(UserState state) {
    List<Long> hashes = new ArrayList<>();
    for (int i = 0; i < SeenVideos.count(state.getSeenVideos()); i++) {
      hashes.add(SeenVideos.hash(state.getSeenVideos(), i));
    }
    return hashes;
  }

  private static List<String> hiddenVideos(UserState state) {
    return Preferences.ids(state.getVideos(), PreferenceValue.HIDDEN);
  }

  private static List<String> hiddenAuthors(UserState state) {
    return Preferences.ids(state.getAuthors(), PreferenceValue.HIDDEN);
  }

  private static List<String> followedAuthors(UserState state) {
    return Preferences.ids(state.getAuthors(), PreferenceValue.FOLLOWED);
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
    Instant time = Instant.ofEpochMilli(at);
    return new Interaction(
        video, time, watched, length, longView, liked, liked ? time : Instant.EPOCH);
  }
}
