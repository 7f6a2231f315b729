package dev.freshet.loadtests.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Imported;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedRowsTest {

  private static final Instant NOW = Instant.parse("2026-04-27T10:15:30Z");
  private static final Instant LIKED_AT = Instant.parse("2025-01-02T03:04:05Z");

  @TempDir Path folder;

  private final ImportedRows rows = new ImportedRows(TimeColumn.Unit.MILLISECONDS, NOW);

  @Test
  void makesAPastInteractionAHistoryThatTakesEffectNow() throws IOException {
    FeedbackEvent event =
        event(
            "past.csv",
            """
            user,video,kind,occurredAt,watchedMillis,lengthMillis
            "u,1",v,WATCH,1735787045000,9000,9000
            """);

    assertThat(event.getUser()).isEqualTo("u,1");
    assertThat(event.getKind()).isEqualTo(EventKind.HISTORY);
    assertThat(event.getOccurredAt()).isEqualTo(NOW);
    assertThat(event.getHistory())
        .containsExactly(
            new Interaction("v", LIKED_AT, 9_000L, 9_000L, true, false, Instant.EPOCH));
  }

  @Test
  void givesTheSameRowTheSameIdHoweverItIsWritten() throws IOException {
    FeedbackEvent csv = event("past.csv", "video,kind,user,occurredAt\nv,like,u,1735787045000\n");
    FeedbackEvent json =
        event(
            "past.jsonl",
            "{\"user\":\"u\",\"video\":\"v\",\"kind\":\"LIKE\",\"occurredAt\":\"2025-01-02T03:04:05Z\"}\n");
    FeedbackEvent later = event("late.csv", "video,kind,user,occurredAt\nv,like,u,1735787045001\n");

    assertThat(csv.getEventId()).startsWith("import-").isEqualTo(json.getEventId());
    assertThat(later.getEventId()).isNotEqualTo(csv.getEventId());
  }

  @Test
  void keepsTheKindAndTimeOfWhatAHistoryCannotSay() throws IOException {
    FeedbackEvent event =
        event("past.csv", "user,video,author,kind,occurredAt\nu,v,a,FOLLOW,1735787045000\n");

    assertThat(event.getKind()).isEqualTo(EventKind.FOLLOW);
    assertThat(event.getAuthor()).isEqualTo("a");
    assertThat(event.getOccurredAt()).isEqualTo(LIKED_AT);
  }

  @Test
  void readsVideosWithTags() throws IOException {
    Video video =
        Topics.VIDEOS
            .valueSerde()
            .deserializer()
            .deserialize(
                "videos",
                records(
                        "videos.csv",
                        """
                        video,author,title,tags,lengthMillis,uploadedAt
                        v,a,"Two, three",x|y,8000,2025-01-02T03:04:05Z
                        """)
                    .getFirst()
                    .value());

    assertThat(video.getTitle()).isEqualTo("Two, three");
    assertThat(video.getTags()).containsExactly("x", "y");
    assertThat(video.getUpdatedAt()).isEqualTo(LIKED_AT);
  }

  @Test
  void bringsInTheExportedStateOfAUserOldestInteractionFirst() throws IOException {
    List<ProducerRecord<byte[], byte[]>> records =
        records(
            "states.jsonl",
            """
            {"user":"u","asOf":"2025-01-02T03:04:05Z","positives":[{"video":"b","occurredAt":"2025-01-02T00:00:00Z","longView":true}],"skips":[{"video":"a","occurredAt":"2025-01-01T00:00:00Z"}],"seen":[{"id":"a","at":"2025-01-01T00:00:00Z"},{"id":"s","at":"2025-01-01T12:00:00Z"}],"undone":[{"video":"d","occurredAt":"2025-01-02T00:00:00Z","likedAt":"2025-01-02T00:00:00Z"}],"videos":[{"id":"c","value":"HIDDEN","at":"2025-01-02T01:00:00Z"}]}
            """);

    assertThat(records.stream().map(ImportedRowsTest::decoded))
        .extracting(FeedbackEvent::getKind, FeedbackEvent::getVideo)
        .containsExactly(
            tuple(EventKind.HISTORY, ""), tuple(EventKind.UNLIKE, "d"), tuple(EventKind.HIDE, "c"));
    assertThat(decoded(records.getFirst()).getHistory())
        .extracting(Interaction::getVideo)
        .containsExactly("a", "s", "b");
  }

  @Test
  void bringsInTheEntriesOfAUsersSets() throws IOException {
    List<FeedbackEvent> events =
        records(
                "user-sets.jsonl",
                """
                {"user":"u","set":"SEEN","id":"v","value":"NONE","at":"2025-01-02T03:04:05Z"}
                {"user":"u","set":"VIDEOS","id":"v","value":"HIDDEN","at":"2025-01-02T03:04:05Z"}
                {"user":"u","set":"AUTHORS","id":"a","value":"FOLLOWED","at":"2025-01-02T03:04:05Z"}
                {"user":"u","set":"AUTHORS","id":"b","value":"NONE","at":"2025-01-02T03:04:05Z"}
                """)
            .stream()
            .map(ImportedRowsTest::decoded)
            .toList();

    assertThat(events)
        .extracting(
            FeedbackEvent::getKind,
            FeedbackEvent::getVideo,
            FeedbackEvent::getAuthor,
            FeedbackEvent::getTarget)
        .containsExactly(
            tuple(EventKind.HISTORY, "", null, EventTarget.VIDEO),
            tuple(EventKind.HIDE, "v", null, EventTarget.VIDEO),
            tuple(EventKind.FOLLOW, "", "a", EventTarget.AUTHOR),
            tuple(EventKind.UNHIDE, "", "b", EventTarget.AUTHOR));
    assertThat(events.getFirst().getHistory())
        .containsExactly(new Interaction("v", LIKED_AT, 0L, 0L, false, false, Instant.EPOCH));
    assertThat(events).allMatch(Imported::is);
  }

  @Test
  void takesUpWhenAVideoIsAvailable() throws IOException {
    Video video =
        Topics.VIDEOS
            .valueSerde()
            .deserializer()
            .deserialize(
                "videos",
                records(
                        "videos.csv",
                        """
                        video,author,uploadedAt,availableFrom,availableUntil
                        v,a,2025-01-02T03:04:05Z,2025-01-03T00:00:00Z,2030-01-01T00:00:00Z
                        """)
                    .getFirst()
                    .value());

    assertThat(video.getAvailableFrom()).isEqualTo(Instant.parse("2025-01-03T00:00:00Z"));
    assertThat(video.getAvailableUntil()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
  }

  @Test
  void namesTheUnitThatATimeSeemsToBeIn() {
    assertThatThrownBy(() -> records("past.csv", "user,video,occurredAt\nu,v,1735787045\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in seconds it is 2025-01-02T03:04:05Z");
  }

  @Test
  void refusesWhatTheJobsWouldRefuse() {
    assertThatThrownBy(
            () ->
                records("past.csv", "user,video,kind,occurredAt\nu,v,HIDE,2027-01-01T00:00:00Z\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("occurredAt must not be in the future");
    assertThatThrownBy(() -> records("past.jsonl", "{\"user\":\"u\"\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("is not JSON");
    assertThatThrownBy(() -> records("past.csv", "user,video,kind,occurredAt\nu,v\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("has 2 values for 4 columns");
  }

  @Test
  void readsVideosFirstAndLeavesEventsToTheStates() throws IOException {
    for (String name : List.of("events.jsonl", "states.jsonl", "videos.csv.gz", "notes.txt")) {
      Files.writeString(folder.resolve(name), "");
    }

    assertThat(RowFile.in(folder))
        .extracting(RowFile::name)
        .containsExactly("videos.csv.gz", "states.jsonl");
  }

  private FeedbackEvent event(String name, String content) throws IOException {
    return decoded(records(name, content).getFirst());
  }

  private List<ProducerRecord<byte[], byte[]>> records(String name, String content)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    new RowFile(file).read(row -> records.addAll(rows.records(row)));
    return records;
  }

  private static FeedbackEvent decoded(ProducerRecord<byte[], byte[]> record) {
    return Topics.FEEDBACK_EVENTS
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.value());
  }
}
