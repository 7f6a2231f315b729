package dev.freshet.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.problem.FieldError;
import dev.freshet.testkit.TestEvents;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventReaderTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Video CAT = TestEvents.video("cat", "anna", "pets");
  private static final EventReader READER =
      EventReader.ofAnyUser(id -> id.equals("cat") ? CAT : null, EventReaderTest::isErased, CLOCK);

  private static final String WATCH =
      """
      {"eventId":"e1","requestId":"r1","user":"alice","video":"cat","kind":"WATCH",
       "occurredAt":"2026-06-01T11:59:00Z","watchedMillis":9000,"lengthMillis":20000,
       "surface":"home","device":"phone"}""";

  /** Erin was erased an hour ago. */
  private static boolean isErased(String user, Instant at) {
    return user.equals("erin") && !at.isAfter(NOW.minusSeconds(3_600));
  }

  @Test
  void isDescribedFieldByField() {
    assertThat(READER.known())
        .isEqualTo(
            Arrays.stream(EventBody.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryKindThatIsDescribed(EventBody.Kind kind) {
    String watched = kind == EventBody.Kind.WATCH ? "\"watchedMillis\":9000," : "";

    Batch.Read<FeedbackEvent> read =
        read(WATCH.replace("WATCH", kind.name()).replace("\"watchedMillis\":9000,", watched));

    assertThat(read.items()).hasSize(1);
  }

  @Test
  void refusesWhatAnErasedUserDidBefore() {
    String erin = WATCH.replace("alice", "erin");

    assertThat(read(erin.replace("11:59:00", "11:00:00")))
        .isEqualTo(
            new Batch.Read<>(
                List.of(),
                List.of(new FieldError(null, "occurredAt", "must be after the user was erased"))));
    assertThat(read(erin).items()).hasSize(1);
    assertThat(read(WATCH.replace("11:59:00", "11:00:00")).items()).hasSize(1);
  }

  @Test
  void fillsInTheLengthThatTheClientLeavesOut() {
    String watch = WATCH.replace("\"lengthMillis\":20000,", "");

    assertThat(read(watch).items().getFirst().getLengthMillis()).isEqualTo(CAT.getLengthMillis());
    assertThat(read(watch.replace("cat", "dog")).items().getFirst().getLengthMillis()).isNull();
    assertThat(read(WATCH.replace("20000", "9000")).items().getFirst().getLengthMillis())
        .isEqualTo(9_000);
  }

  @Test
  void readsEveryFieldAndFillsInTheAuthor() {
    FeedbackEvent event = read(WATCH).items().getFirst();

    assertThat(event)
        .isEqualTo(
            FeedbackEvent.newBuilder()
                .setEventId("e1")
                .setRequestId("r1")
                .setUser("alice")
                .setVideo("cat")
                .setAuthor("anna")
                .setKind(EventKind.WATCH)
                .setOccurredAt(Instant.parse("2026-06-01T11:59:00Z"))
                .setWatchedMillis(9000L)
                .setLengthMillis(20_000L)
                .setSurface("home")
                .setDevice("phone")
                .build());
  }

  @Test
  void takesEpochMillisecondsAndLeavesOutWhatIsNotThere() {
    FeedbackEvent event =
        read("{\"eventId\":\"e\",\"user\":\"u\",\"video\":\"v\",\"kind\":\"LIKE\",\"occurredAt\":1767225600000}")
            .items()
            .getFirst();

    assertThat(event.getOccurredAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(event.getSurface()).isEqualTo("main");
    assertThat(event.getDevice()).isEqualTo("unknown");
    assertThat(event.getAuthor()).isNull();
  }

  @ParameterizedTest(name = "{0} -> {1} names {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"eventId\":\"e1\"                      | \"eventId\":\"\"                           | eventId",
        "\"eventId\":\"e1\"                      | \"eventId\":\"   \"                        | eventId",
        "\"eventId\":\"e1\"                      | \"eventId\":7                              | eventId",
        "\"eventId\":\"e1\"                      | \"eventId\":null                           | eventId",
        "\"requestId\":\"r1\"                    | \"requestId\":\"\"                         | requestId",
        "\"user\":\"alice\"                      | \"user\":\"\\u0000watermark\"              | user",
        "\"user\":\"alice\"                      | \"user\":[\"alice\"]                       | user",
        "\"user\":\"alice\"                      | \"user\":\"\\ud800\"                       | user",
        "\"video\":\"cat\"                       | \"videos\":\"cat\"                         | videos",
        "\"kind\":\"WATCH\"                      | \"kind\":\"watch\"                         | kind",
        "\"kind\":\"WATCH\"                      | \"kind\":\"HISTORY\"                       | kind",
        "\"kind\":\"WATCH\"                      | \"kind\":\"UNKNOWN\"                       | kind",
        "\"kind\":\"WATCH\"                      | \"kind\":\"LIKE\"                          | watchedMillis",
        "\"occurredAt\":\"2026-06-01T11:59:00Z\" | \"occurredAt\":\"2026-06-02T12:00:01Z\"    | occurredAt",
        "\"occurredAt\":\"2026-06-01T11:59:00Z\" | \"occurredAt\":\"1999-12-31T23:59:59Z\"    | occurredAt",
        "\"occurredAt\":\"2026-06-01T11:59:00Z\" | \"occurredAt\":\"yesterday\"               | occurredAt",
        "\"occurredAt\":\"2026-06-01T11:59:00Z\" | \"occurredAt\":1.5                         | occurredAt",
        "\"occurredAt\":\"2026-06-01T11:59:00Z\" | \"occurredAt\":99999999999999999999        | occurredAt",
        "\"watchedMillis\":9000                  | \"watchedMillis\":-1                       | watchedMillis",
        "\"watchedMillis\":9000                  | \"watchedMillis\":\"9000\"                 | watchedMillis",
        "\"watchedMillis\":9000                  | \"watchedMillis\":9000.5                   | watchedMillis",
        "\"watchedMillis\":9000                  | \"watchedMillis\":null                     | watchedMillis",
        "\"lengthMillis\":20000                  | \"lengthMillis\":0                         | lengthMillis",
        "\"lengthMillis\":20000                  | \"lengthMillis\":-20000                    | lengthMillis",
        "\"lengthMillis\":20000                  | \"position\":3                             | position",
        "\"surface\":\"home\"                    | \"surface\":\"\"                           | surface",
        "\"device\":\"phone\"                    | \"colour\":\"red\"                         | colour"
      })
  void namesTheFieldThatBreaksARule(String good, String bad, String field) {
    Batch<FeedbackEvent> batch = Batch.read(bytes(WATCH.replace(good, bad)), READER);

    List<String> fields =
        switch (batch) {
          case Batch.Read<FeedbackEvent> read ->
              read.rejected().stream().map(FieldError::field).toList();
          case Batch.Malformed<FeedbackEvent> malformed -> List.of("body");
        };
    assertThat(fields).containsExactly(field);
  }

  @Test
  void refusesAnIdOfMoreThan256Characters() {
    String longest = "x".repeat(256);

    assertThat(read(WATCH.replace("alice", longest)).items()).hasSize(1);
    assertThat(read(WATCH.replace("alice", longest + "x")).rejected())
        .extracting(FieldError::field)
        .containsExactly("user");
  }

  @Test
  void takesTheRestOfABatchAndSaysWhichWereLeftOut() {
    String batch =
        Stream.of(WATCH, WATCH.replace("9000", "-5"), WATCH.replace("e1", "e3"), "7")
            .collect(Collectors.joining(",", "[", "]"));

    Batch.Read<FeedbackEvent> read = read(batch);

    assertThat(read.items()).extracting(FeedbackEvent::getEventId).containsExactly("e1", "e3");
    assertThat(read.rejected())
        .extracting(FieldError::index, FieldError::field)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "watchedMillis"),
            org.assertj.core.groups.Tuple.tuple(3, "item"));
  }

  @Test
  void namesTheFieldThatIsNotUtf8AndTakesTheRest() {
    byte[] batch = bytes("[" + WATCH.replace("phone", "ph?ne") + "," + WATCH + "]");
    int broken = new String(batch, StandardCharsets.UTF_8).indexOf("ph?ne") + 2;
    batch[broken] = (byte) 0xff;

    Batch.Read<FeedbackEvent> read = read(batch);

    assertThat(read.items()).hasSize(1);
    assertThat(read.rejected()).containsExactly(new FieldError(0, "device", "is not valid UTF-8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"eventId\":\"e1\",\"eventId\":\"e2\"}",
        "{} {}",
        "[]",
        "17",
        "\"text\"",
        "{\"eventId\":",
        "not json"
      })
  void refusesABodyThatIsNoJsonItem(String body) {
    assertThat(Batch.read(bytes(body), READER)).isInstanceOf(Batch.Malformed.class);
  }

  @Test
  void refusesABatchOfMoreThanAThousand() {
    String thousand =
        Stream.generate(() -> WATCH).limit(1000).collect(Collectors.joining(",", "[", "]"));
    String more = thousand.replaceFirst("\\[", "[" + WATCH.replace('\n', ' ') + ",");

    assertThat(read(thousand).items()).hasSize(1000);
    assertThat(Batch.read(bytes(more), READER)).isInstanceOf(Batch.Malformed.class);
  }

  @Test
  void readsEventsOfOneUserWithoutNamingThem() {
    EventReader ofAlice = EventReader.of("alice", id -> null, EventReaderTest::isErased, CLOCK);

    var unnamed = Batch.read(bytes(WATCH.replace("\"user\":\"alice\",", "")), ofAlice);
    var named = Batch.read(bytes(WATCH), ofAlice);

    assertThat(items(unnamed)).hasSize(1);
    assertThat(named)
        .isEqualTo(
            new Batch.Read<FeedbackEvent>(
                List.of(), List.of(new FieldError(null, "user", "is not a known field"))));
  }

  private static Batch.Read<FeedbackEvent> read(String body) {
    return read(bytes(body));
  }

  private static Batch.Read<FeedbackEvent> read(byte[] body) {
    if (Batch.read(body, READER) instanceof Batch.Read<FeedbackEvent> read) {
      return read;
    }
    throw new AssertionError("the body is malformed");
  }

  private static List<FeedbackEvent> items(Batch<FeedbackEvent> batch) {
    return batch instanceof Batch.Read<FeedbackEvent> read ? read.items() : List.of();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
