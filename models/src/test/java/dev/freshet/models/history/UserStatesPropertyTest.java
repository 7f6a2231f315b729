package dev.freshet.models.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UserStatesPropertyTest {

  static {
    TrustedRecords.trust();
  }

  private static final HistoryConfig SMALL = new HistoryConfig(4, 3, 5, 2, 3);
  private static final Comparator<Interaction> BY_TIME =
      Comparator.comparing(Interaction::getOccurredAt).thenComparing(Interaction::getVideo);

  @Property(tries = 200, seed = "1")
  void growsByOneVersionAndKeepsItsLimits(@ForAll("events") List<FeedbackEvent> events) {
    UserState state = null;
    long version = 0;

    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, event, SMALL);

      assertThat(state.getVersion()).isEqualTo(++version);
      assertThat(state.getPositives()).hasSizeLessThanOrEqualTo(4).isSortedAccordingTo(BY_TIME);
      assertThat(state.getSkips()).hasSizeLessThanOrEqualTo(3).isSortedAccordingTo(BY_TIME);
      assertThat(SeenVideos.count(state.getSeenVideos())).isLessThanOrEqualTo(5);
      assertThat(state.getAuthors()).hasSizeLessThanOrEqualTo(2);
      assertThat(state.getAuthors())
          .extracting(preference -> preference.getId())
          .doesNotHaveDuplicates();
      assertThat(state.getVideos()).hasSizeLessThanOrEqualTo(3);
      List<String> videos = new ArrayList<>();
      state.getPositives().forEach(positive -> videos.add(positive.getVideo()));
      assertThat(
              Collections.disjoint(
                  videos, Preferences.ids(state.getVideos(), PreferenceValue.HIDDEN)))
          .isTrue();
      state.getSkips().forEach(skip -> videos.add(skip.getVideo()));
      assertThat(state.getUndone()).hasSizeLessThanOrEqualTo(3).isSortedAccordingTo(BY_TIME);
      state.getUndone().forEach(undone -> videos.add(undone.getVideo()));
      assertThat(videos).doesNotHaveDuplicates();
    }
  }

  @Property(tries = 100, seed = "1")
  void leavesTheStateBeforeAsItWas(@ForAll("events") List<FeedbackEvent> events)
      throws IOException {
    UserState state = null;

    for (FeedbackEvent event : events) {
      UserState before = state;
      byte[] bytes = before == null ? new byte[0] : before.toByteBuffer().array();
      byte[] eventBytes = event.toByteBuffer().array();
      state = UserStates.apply(before, event, SMALL);

      assertThat(event.toByteBuffer().array()).isEqualTo(eventBytes);
      if (before != null) {
        assertThat(before.toByteBuffer().array()).isEqualTo(bytes);
      }
    }
  }

  @Property(tries = 100, seed = "1")
  void givesTheSameStateFromAStateThatWasWrittenAndRead(
      @ForAll("events") List<FeedbackEvent> events) throws IOException {
    UserState kept = null;
    UserState read = null;

    for (FeedbackEvent event : events) {
      kept = UserStates.apply(kept, event, SMALL);
      read = UserState.fromByteBuffer(UserStates.apply(read, event, SMALL).toByteBuffer());

      assertThat(read).isEqualTo(kept);
    }
  }

  @Property(tries = 200, seed = "1")
  void remembersTheSamePositivesAndSkipsInAnyOrderOfArrival(
      @ForAll("eventsOfDistinctVideos") List<FeedbackEvent> events, @ForAll Random random) {
    List<FeedbackEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, random);

    UserState inOrder = applied(events);
    UserState outOfOrder = applied(shuffled);

    assertThat(outOfOrder.getPositives()).isEqualTo(inOrder.getPositives());
    assertThat(outOfOrder.getSkips()).isEqualTo(inOrder.getSkips());
    assertThat(outOfOrder.getCounters()).isEqualTo(inOrder.getCounters());
    assertThat(outOfOrder.getAsOf()).isEqualTo(inOrder.getAsOf());
  }

  @Property(tries = 500, seed = "1")
  void makesOneStateOfAllOrdersInWhichAUsersEventsArrive(
      @ForAll("fewEvents") List<FeedbackEvent> events) {
    UserState inOrder = applied(events, HistoryConfig.defaults());

    for (List<FeedbackEvent> permutation : permutations(events)) {
      assertThat(applied(permutation, HistoryConfig.defaults())).isEqualTo(inOrder);
    }
  }

  private static List<List<FeedbackEvent>> permutations(List<FeedbackEvent> events) {
    if (events.size() <= 1) {
      return List.of(events);
    }
    List<List<FeedbackEvent>> all = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      List<FeedbackEvent> others = new ArrayList<>(events);
      FeedbackEvent first = others.remove(i);
      for (List<FeedbackEvent> rest : permutations(others)) {
        List<FeedbackEvent> permutation = new ArrayList<>();
        permutation.add(first);
        permutation.addAll(rest);
        all.add(permutation);
      }
    }
    return all;
  }

  private static UserState applied(List<FeedbackEvent> events) {
    return applied(events, SMALL);
  }

  private static UserState applied(List<FeedbackEvent> events, HistoryConfig config) {
    UserState state = UserStates.apply(null, events.getFirst(), config);
    for (FeedbackEvent event : events.subList(1, events.size())) {
      state = UserStates.apply(state, event, config);
    }
    return state;
  }

  @Provide
  Arbitrary<List<FeedbackEvent>> events() {
    Arbitrary<String> videos = Arbitraries.integers().between(0, 9).map(i -> i == 9 ? "" : "v" + i);
    var kinds = Arbitraries.of(EventKind.class).filter(kind -> kind != EventKind.ERASE);
    return event(videos, kinds).list().ofMinSize(1).ofMaxSize(40);
  }

  /** So few videos, authors and moments that most events meet others. */
  @Provide
  Arbitrary<List<FeedbackEvent>> fewEvents() {
    Arbitrary<String> videos = Arbitraries.of("v0", "v1");
    var kinds = Arbitraries.of(EventKind.class).filter(kind -> kind != EventKind.ERASE);
    var targets = Arbitraries.of(EventTarget.class);
    return Combinators.combine(event(videos, kinds), targets, Arbitraries.longs().between(0, 3))
        .as(
            (event, target, at) ->
                FeedbackEvent.newBuilder(event)
                    .setTarget(target)
                    .setOccurredAt(Instant.ofEpochSecond(1_000 + at))
                    .build())
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  /** One event per video, none of them hiding it. */
  @Provide
  Arbitrary<List<FeedbackEvent>> eventsOfDistinctVideos() {
    Arbitrary<EventKind> kinds =
        Arbitraries.of(EventKind.IMPRESSION, EventKind.WATCH, EventKind.LIKE, EventKind.SHARE);
    return event(Arbitraries.just("v"), kinds)
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .map(
            events ->
                IntStream.range(0, events.size())
                    .mapToObj(
                        i -> FeedbackEvent.newBuilder(events.get(i)).setVideo("v" + i).build())
                    .toList());
  }

  private static Arbitrary<FeedbackEvent> event(
      Arbitrary<String> videos, Arbitrary<EventKind> kinds) {
    Arbitrary<Long> times = Arbitraries.longs().between(1_000, 1_020);
    Arbitrary<Long> watched = Arbitraries.longs().between(0, 20_000);
    Arbitrary<Integer> authors = Arbitraries.integers().between(0, 4);
    return Combinators.combine(videos, kinds, times, watched, authors)
        .as(
            (video, kind, at, millis, author) ->
                FeedbackEvent.newBuilder()
                    .setEventId("e")
                    .setUser("alice")
                    .setVideo(video)
                    .setAuthor(author == 4 ? "" : "a" + author)
                    .setKind(kind)
                    .setOccurredAt(Instant.ofEpochMilli(at))
                    .setWatchedMillis(millis)
                    .setLengthMillis(10_000L)
                    .setHistory(
                        kind == EventKind.HISTORY
                            ? List.of(
                                new Interaction(
                                    "h" + author,
                                    Instant.ofEpochMilli(at),
                                    millis,
                                    0L,
                                    millis > 9_000,
                                    author == 0,
                                    Instant.EPOCH))
                            : List.of())
                    .build());
  }
}
