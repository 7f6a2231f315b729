package dev.freshet.loadtests.transfer;

import static dev.freshet.schemas.event.EventKind.FOLLOW;
import static dev.freshet.schemas.event.EventKind.HIDE;
import static dev.freshet.schemas.event.EventKind.UNHIDE;
import static dev.freshet.schemas.event.EventKind.UNLIKE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What an export writes of users, and what an import makes of it. */
class RoundTripTest {

  private static final Instant START = TestEvents.START;
  private static final HistoryConfig HISTORY = HistoryConfig.defaults();

  private final SetIds ids = new SetIds();
  private final ImportedRows rows =
      new ImportedRows(TimeColumn.Unit.MILLISECONDS, START.plusSeconds(1_000));

  @Test
  void givesTheSameInteractionsAndSetsAgain() throws Exception {
    for (String video : List.of("cat", "dog", "cow", "fox", "owl", "hen")) {
      ids.add(TestEvents.video(video, "author of " + video, "pets"));
    }
    UserState exported = null;
    for (FeedbackEvent event :
        List.of(
            TestEvents.impression("ann", "cat", START.plusSeconds(1)),
            TestEvents.longView("ann", "cat", START.plusSeconds(2)),
            TestEvents.impression("ann", "dog", START.plusSeconds(2)),
            TestEvents.like("ann", "dog", START.plusSeconds(3)),
            TestEvents.of(UNLIKE, "ann", "dog", START.plusSeconds(4)).build(),
            TestEvents.impression("ann", "cow", START.plusSeconds(4)),
            TestEvents.hide("ann", "cow", START.plusSeconds(5)),
            TestEvents.skip("ann", "hen", START.plusSeconds(5)),
            TestEvents.of(UNHIDE, "ann", "fox", START.plusSeconds(6)).build(),
            TestEvents.impression("ann", "owl", START.plusSeconds(7)),
            TestEvents.of(FOLLOW, "ann", "", START.plusSeconds(8)).setAuthor("bob").build(),
            TestEvents.of(HIDE, "ann", "", START.plusSeconds(9))
                .setAuthor("eve")
                .setTarget(EventTarget.AUTHOR)
                .build())) {
      exported = UserStates.apply(exported, event, HISTORY);
    }
    UserState imported = null;
    String line = new JsonMapper().writeValueAsString(ids.state(requireNonNull(exported)));

    for (FeedbackEvent event : imported(line)) {
      imported = UserStates.apply(imported, event, HISTORY);
    }

    assertThat(requireNonNull(imported).getPositives()).isEqualTo(exported.getPositives());
    assertThat(imported.getSkips()).isEqualTo(exported.getSkips());
    assertThat(imported.getUndone()).isEqualTo(exported.getUndone());
    assertThat(imported.getVideos()).isEqualTo(exported.getVideos());
    assertThat(imported.getAuthors()).isEqualTo(exported.getAuthors());
    assertThat(seen(imported)).hasSameElementsAs(seen(exported)).hasSize(5);
    assertThat(ids.unknown()).isZero();
  }

  @Test
  void bringsBackWhatLayBesideAState() throws Exception {
    ids.add(TestEvents.video("cat", "bob", "pets"));
    UserState state = null;
    for (UserSetEntry entry :
        List.of(
            entry(UserSet.SEEN, "cat", PreferenceValue.NONE),
            entry(UserSet.VIDEOS, "cat", PreferenceValue.HIDDEN),
            entry(UserSet.AUTHORS, "bob", PreferenceValue.FOLLOWED))) {
      String line = new JsonMapper().writeValueAsString(requireNonNull(ids.entry(entry)));
      for (FeedbackEvent event : imported(line)) {
        state = UserStates.apply(state, event, HISTORY);
      }
    }

    assertThat(SeenVideos.hash(requireNonNull(state).getSeenVideos(), 0))
        .isEqualTo(SeenVideos.hash("cat"));
    assertThat(state.getVideos().getFirst().getId()).isEqualTo("cat");
    assertThat(state.getAuthors().getFirst().getId()).isEqualTo("bob");
  }

  @Test
  void countsEntriesThatTheCatalogueHasNoIdFor() {
    assertThat(ids.entry(entry(UserSet.SEEN, "cat", PreferenceValue.NONE))).isNull();
    assertThat(ids.unknown()).isEqualTo(1);
  }

  private static List<Long> seen(UserState state) {
    return IntStream.range(0, SeenVideos.count(state.getSeenVideos()))
        .mapToObj(i -> SeenVideos.hash(state.getSeenVideos(), i))
        .toList();
  }

  private List<FeedbackEvent> imported(String line) throws Exception {
    Row row = new Row(1, new JsonMapper().readTree(line), null);
    return rows.records(row).stream().map(RoundTripTest::decoded).toList();
  }

  private static FeedbackEvent decoded(ProducerRecord<byte[], byte[]> record) {
    return Topics.FEEDBACK_EVENTS
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.value());
  }

  private static UserSetEntry entry(UserSet set, String id, PreferenceValue value) {
    return new UserSetEntry("ann", set, SeenVideos.hash(id), value, START);
  }
}
