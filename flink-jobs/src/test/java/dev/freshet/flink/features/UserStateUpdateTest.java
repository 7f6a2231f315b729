package dev.freshet.flink.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.tracing.TracingConfig;
import dev.freshet.models.history.StoredEntries;
import dev.freshet.models.history.UserSets;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserStateUpdateTest {

  private static final Instant START = TestEvents.START;

  @Test
  void publishesTheStateAfterEachEvent() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();

      harness.processElement(record(TestEvents.impression("ann", "v1", START)));
      harness.processElement(record(TestEvents.longView("ann", "v1", START.plusSeconds(20))));

      assertThat(harness.extractOutputValues())
          .extracting(upsert -> upsert.required().getEvents())
          .containsExactly(1L, 2L);
      assertThat(harness.extractOutputValues().getLast().required().getPositives())
          .singleElement()
          .satisfies(positive -> assertThat(positive.getVideo()).isEqualTo("v1"));
    }
  }

  @Test
  void dropsARepeat() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      var like = record(TestEvents.like("ann", "v1", START));

      harness.processElement(like);
      harness.processElement(like);

      assertThat(harness.extractOutputValues())
          .hasSize(2)
          .allSatisfy(upsert -> assertThat(upsert.required().getEvents()).isEqualTo(1));
    }
  }

  @Test
  void saysUpToWhichEventAStateGoesARepeatIncluded() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();

      harness.processElement(record(TestEvents.like("ann", "v1", START), 7));
      harness.processElement(record(TestEvents.like("ann", "v1", START), 9));

      assertThat(harness.extractOutputValues())
          .extracting(Upsert::applied)
          .containsExactly(new AppliedUpTo(0, 7), new AppliedUpTo(0, 9));
    }
  }

  @Test
  void saysOfABundledStateUpToWhichEventItGoes() throws Exception {
    try (var harness = harness(Profile.REPLAY)) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START), 7));
      harness.processElement(record(TestEvents.like("ann", "v2", START), 8));

      harness.setProcessingTime(1_000);

      assertThat(harness.extractOutputValues())
          .extracting(Upsert::applied)
          .containsExactly(new AppliedUpTo(0, 8));
    }
  }

  @Test
  void dropsARepeatAfterARestoreToo() throws Exception {
    var like = record(TestEvents.like("ann", "v1", START));
    OperatorSubtaskState snapshot;
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(like);
      snapshot = harness.snapshot(1, 1);
    }

    try (var restored = harness(Profile.LIVE)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processElement(like);
      restored.processElement(record(TestEvents.like("ann", "v2", START)));

      assertThat(restored.extractOutputValues())
          .extracting(upsert -> upsert.required().getEvents())
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void forgetsAnIdleUserAndRemovesThePublishedState() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START)));
      harness.processElement(record(TestEvents.like("ann", "v2", START.plusSeconds(60))));

      harness.processWatermark(START.plusSeconds(30 + 180 * 86_400L).toEpochMilli());
      assertThat(harness.extractOutputValues()).hasSize(2);
      harness.processWatermark(START.plusSeconds(60 + 180 * 86_400L).toEpochMilli());

      assertThat(harness.extractOutputValues().getLast()).isEqualTo(new Upsert<>("ann", null));
      harness.snapshot(1, 1);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void forgetsAnErasedUserAndNeverTakesOldEventsAgain() throws Exception {
    var old = record(TestEvents.longView("ann", "v1", START));
    OperatorSubtaskState snapshot;
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(old);

      harness.processElement(record(TestEvents.erase("ann", START.plusSeconds(60))));
      harness.processElement(old);

      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.extractOutputValues().getLast()).isEqualTo(new Upsert<>("ann", null));
      snapshot = harness.snapshot(1, 1);
    }

    try (var restored = harness(Profile.LIVE)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processElement(old);
      restored.processElement(record(TestEvents.like("ann", "v2", START.plusSeconds(61))));
      restored.processElement(record(TestEvents.like("ann", "v3", START.plusSeconds(59))));
      restored.processElement(record(TestEvents.erase("ann", START.plusSeconds(60))));

      assertThat(restored.extractOutputValues())
          .singleElement()
          .satisfies(
              upsert -> {
                assertThat(upsert.required().getEvents()).isEqualTo(1);
                assertThat(upsert.required().getPositives())
                    .extracting(positive -> positive.getVideo())
                    .containsExactly("v2");
              });
    }
  }

  @Test
  void keepsEverybodyAtTheEndOfALog() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START)));

      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(upsert -> assertThat(upsert.value()).isNotNull());
    }
  }

  @Test
  void bundlesTheStatesOfALogAndPublishesTheLastOfEachUser() throws Exception {
    try (var harness = harness(Profile.REPLAY)) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START)));
      harness.processElement(record(TestEvents.like("bob", "v1", START)));
      harness.processElement(record(TestEvents.like("ann", "v2", START)));
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.setProcessingTime(1_000);

      assertThat(harness.extractOutputValues())
          .extracting(Upsert::key, upsert -> upsert.required().getEvents())
          .containsExactlyInAnyOrder(tuple("ann", 2L), tuple("bob", 1L));
    }
  }

  @Test
  void publishesABundleBeforeACheckpointAndAtTheEnd() throws Exception {
    try (var harness = harness(Profile.REPLAY)) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START)));

      harness.getOperator().prepareSnapshotPreBarrier(1);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.processElement(record(TestEvents.like("ann", "v2", START)));
      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void beginsANewLifeAboveEveryVersionOfTheOneBefore() throws Exception {
    Instant longAgo = START.minus(Duration.ofDays(400));
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(arrived(TestEvents.like("ann", "v1", longAgo), START));
      harness.processElement(arrived(TestEvents.like("ann", "v2", longAgo), START));
      harness.processElement(arrived(TestEvents.like("ann", "v3", longAgo), START));
      harness.processElement(arrived(TestEvents.hide("ann", "v1", START), START));

      assertThat(harness.extractOutputValues())
          .extracting(upsert -> upsert.required().getVersion())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(harness.extractOutputValues().getLast().required().getVideos()).hasSize(1);
    }
  }

  @Test
  void beginsAboveWhatReadersHoldWhenItIsStartedAfresh() throws Exception {
    long held;
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      for (int i = 0; i < 1_000; i++) {
        harness.processElement(record(TestEvents.like("ann", "v" + i, START.plusMillis(i))));
      }
      held = harness.extractOutputValues().getLast().required().getVersion();
    }

    try (var afresh = harness(Profile.LIVE)) {
      afresh.open();
      afresh.processElement(record(TestEvents.like("ann", "new", START.plusSeconds(2))));

      assertThat(afresh.extractOutputValues().getLast().required().getVersion())
          .isGreaterThan(held);
    }
  }

  @Test
  void givesTheSameVersionsWhenTheSameLogIsReadAgain() throws Exception {
    List<Long> first = versions();

    assertThat(versions()).isEqualTo(first).hasSize(3);
  }

  private static List<Long> versions() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      for (int i = 0; i < 3; i++) {
        harness.processElement(record(TestEvents.like("ann", "v" + i, START.plusSeconds(i))));
      }
      return harness.extractOutputValues().stream()
          .map(upsert -> upsert.required().getVersion())
          .toList();
    }
  }

  @Test
  void countsTwoBodiesOfAThousandEventsOnceThoughTheyAreSentTwice() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      for (int again = 0; again < 2; again++) {
        for (int i = 0; i < 2_000; i++) {
          FeedbackEvent shown = TestEvents.impression("ann", "v" + i, START.plusMillis(i));
          harness.processElement(arrived(shown, START.plus(Duration.ofHours(23L * again))));
        }
      }

      assertThat(harness.extractOutputValues().getLast().required().getEvents()).isEqualTo(2_000);
    }
  }

  @Test
  void doesNotTakeAnEventOfAClockThatRunsAheadBackAfterAnErasure() throws Exception {
    FeedbackEvent ahead = TestEvents.like("ann", "v1", START.plus(Duration.ofMinutes(30)));
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(arrived(ahead, START));
      assertThat(harness.extractOutputValues().getLast().required().getAsOf()).isEqualTo(START);

      harness.processElement(record(TestEvents.erase("ann", START.plusSeconds(60))));
      harness.processElement(arrived(ahead, START.plusSeconds(120)));

      assertThat(harness.extractOutputValues()).hasSize(2);
      assertThat(harness.extractOutputValues().getLast()).isEqualTo(new Upsert<>("ann", null));
    }
  }

  @Test
  void followsASecondErasureThoughTheFirstOneCoversItsTime() throws Exception {
    FeedbackEvent ahead = TestEvents.like("ann", "v1", START.plus(Duration.ofMinutes(30)));
    FeedbackEvent further = TestEvents.like("ann", "v2", START.plus(Duration.ofMinutes(45)));
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      harness.processElement(arrived(ahead, START));
      harness.processElement(record(TestEvents.erase("ann", START.plusSeconds(60))));
      harness.processElement(arrived(further, START.plusSeconds(120)));

      harness.processElement(record(TestEvents.erase("ann", START.plusSeconds(180))));

      assertThat(harness.extractOutputValues()).hasSize(4);
      assertThat(harness.extractOutputValues().getLast()).isEqualTo(new Upsert<>("ann", null));
    }
  }

  @Test
  void keepsEveryHiddenVideoAndForgetsThemAllWithTheUser() throws Exception {
    try (var harness = harness(Profile.LIVE)) {
      harness.open();
      for (int i = 0; i < 1_000; i++) {
        harness.processElement(record(TestEvents.hide("ann", "v" + i, START.plusSeconds(i))));
      }

      UserState state = harness.extractOutputValues().getLast().required();
      Map<String, @Nullable UserSetEntry> entries = entries(harness);
      assertThat(state.getVideos()).hasSize(512);
      assertThat(state.getSetEntries()).isEqualTo(entries.size()).isBetween(488L, 560L);
      UserSets sets =
          new UserSets(
              state,
              (set, hash) -> {
                String key = "videos/" + HexFormat.of().toHexDigits(hash) + "/ann";
                UserSetEntry entry = entries.get(key);
                return entry == null
                    ? null
                    : new StoredEntries.Entry(entry.getValue(), entry.getAt());
              });
      for (int i = 0; i < 1_000; i++) {
        assertThat(sets.hidesVideo("v" + i)).isTrue();
      }

      harness.processElement(record(TestEvents.erase("ann", START.plusSeconds(2_000))));

      assertThat(entries(harness).values()).isNotEmpty().containsOnlyNulls();
    }
  }

  @Test
  void forgetsTheOldestEntriesWhereAUserHasTooMany() throws Exception {
    try (var harness = harness(Profile.LIVE, Map.of("freshet.features.set-entries", "100"))) {
      harness.open();
      for (int i = 0; i < 1_000; i++) {
        harness.processElement(record(TestEvents.hide("ann", "v" + i, START.plusSeconds(i))));
      }

      Map<String, @Nullable UserSetEntry> entries = entries(harness);
      entries.values().removeIf(Objects::isNull);
      assertThat(harness.extractOutputValues().getLast().required().getSetEntries())
          .isEqualTo(entries.size())
          .isBetween(91L, 100L);
      // v488 left the state last; 64 more are stored ahead of leaving
      assertThat(entries)
          .containsKey(entryOf("v487"))
          .containsKey(entryOf("v551"))
          .doesNotContainKey(entryOf("v400"));
    }
  }

  @Test
  void forgetsSeenVideosBeforeHiddenOnes() throws Exception {
    try (var harness = harness(Profile.LIVE, Map.of("freshet.features.set-entries", "200"))) {
      harness.open();
      for (int i = 0; i < 600; i++) {
        harness.processElement(record(TestEvents.hide("ann", "v" + i, START.plusSeconds(i))));
      }
      for (int i = 0; i < 1_000; i++) {
        harness.processElement(
            record(TestEvents.impression("ann", "s" + i, START.plusSeconds(600 + i))));
      }

      assertThat(entries(harness))
          .hasEntrySatisfying(entryOf("v0"), v -> assertThat(v).isNotNull());
    }
  }

  private static String entryOf(String video) {
    return "videos/" + HexFormat.of().toHexDigits(SeenVideos.hash(video)) + "/ann";
  }

  private static Map<String, @Nullable UserSetEntry> entries(
      KeyedOneInputStreamOperatorTestHarness<String, Received<FeedbackEvent>, Upsert<UserState>>
          harness) {
    Map<String, @Nullable UserSetEntry> entries = new HashMap<>();
    for (var record : harness.getSideOutput(UserStateUpdate.SET_ENTRIES)) {
      entries.put(record.getValue().key(), record.getValue().value());
    }
    return entries;
  }

  private static StreamRecord<Received<FeedbackEvent>> arrived(FeedbackEvent event, Instant at) {
    return new StreamRecord<>(Records.arrived(event, at));
  }

  @Test
  void remembersUsersWhoDoNotFitIntoMemory() throws Exception {
    try (var harness = harness(Profile.LIVE, Map.of("freshet.features.cached-users", "1"))) {
      harness.open();
      harness.processElement(record(TestEvents.like("ann", "v1", START)));
      harness.processElement(record(TestEvents.like("bob", "v1", START)));
      harness.processElement(record(TestEvents.like("ann", "v2", START)));

      assertThat(harness.extractOutputValues().getLast().required().getEvents()).isEqualTo(2);
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Upsert<UserState>>
      harness(Profile profile) throws Exception {
    return harness(profile, Map.of());
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Upsert<UserState>>
      harness(Profile profile, Map<String, String> settings) throws Exception {
    FeaturesConfig config = FeaturesConfig.from(new Settings(profile, settings), 4);
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<
            String, Received<FeedbackEvent>, Upsert<UserState>>(
            new UserStateUpdate(config, TracingConfig.off()),
            event -> event.required().getUser(),
            Types.STRING);
    harness.setup(
        SerializedBy.upsert(UserState.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static StreamRecord<Received<FeedbackEvent>> record(FeedbackEvent event) {
    return record(event, 0);
  }

  private static StreamRecord<Received<FeedbackEvent>> record(FeedbackEvent event, long offset) {
    Received<FeedbackEvent> first = Records.of(event);
    return new StreamRecord<>(
        new Received<>(
            first.topic(),
            first.partition(),
            offset,
            first.arrivedAt(),
            first.key(),
            first.bytes(),
            first.value(),
            null,
            null));
  }
}
