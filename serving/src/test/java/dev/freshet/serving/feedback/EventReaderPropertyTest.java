package dev.freshet.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.intake.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventReaderPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EventReader READER =
      EventReader.ofAnyUser(
          id -> null,
          (user, at) -> false,
          Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC));

  @Property(tries = 500, seed = "42")
  void neverFailsOnAnyBytes(@ForAll byte[] body) {
    Batch<FeedbackEvent> batch = Batch.read(body, READER);

    assertThat(batch).isNotNull();
  }

  @Property(tries = 1000, seed = "42")
  void answersEachItemOnceAndWhatItTakesCanBeWritten(
      @ForAll("batches") List<Map<String, Object>> items) throws JsonProcessingException {
    byte[] body = JSON.writeValueAsString(items).getBytes(StandardCharsets.UTF_8);

    Batch<FeedbackEvent> batch = Batch.read(body, READER);

    assertThat(batch)
        .isInstanceOfSatisfying(
            Batch.Read.class,
            read ->
                assertThat(read.items().size() + read.rejected().size()).isEqualTo(items.size()));
    if (batch instanceof Batch.Read<FeedbackEvent> read) {
      for (FeedbackEvent event : read.items()) {
        assertThat(roundTrip(event)).isEqualTo(event);
      }
    }
  }

  private static FeedbackEvent roundTrip(FeedbackEvent event) {
    var serde = Topics.FEEDBACK_EVENTS.valueSerde();
    String topic = Topics.FEEDBACK_EVENTS.name();
    return serde.deserializer().deserialize(topic, serde.serializer().serialize(topic, event));
  }

  /** Events in which any field may be right, wrong or missing. */
  @Provide
  Arbitrary<List<Map<String, Object>>> batches() {
    Arbitrary<String> fields =
        Arbitraries.of(
            "eventId",
            "requestId",
            "user",
            "video",
            "kind",
            "occurredAt",
            "watchedMillis",
            "lengthMillis",
            "position",
            "surface",
            "device",
            "other");
    Arbitrary<Object> values =
        Arbitraries.<Object>oneOf(
            Arbitraries.strings().ofMaxLength(300).map(text -> (Object) text),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(flag -> (Object) flag),
            Arbitraries.of("WATCH", "LIKE", "IMPRESSION", "2026-05-01T00:00:00Z")
                .map(text -> (Object) text),
            Arbitraries.just(List.of(1, 2)));
    Arbitrary<Map<String, Object>> disturbed =
        Arbitraries.maps(fields, values)
            .ofMaxSize(3)
            .map(
                changes -> {
                  Map<String, Object> event = new HashMap<>(valid());
                  event.putAll(changes);
                  return event;
                });
    return disturbed.list().ofMinSize(1).ofMaxSize(5);
  }

  private static Map<String, Object> valid() {
    return Map.of(
        "eventId", "e1",
        "user", "alice",
        "video", "cat",
        "kind", "WATCH",
        "occurredAt", "2026-05-01T00:00:00Z",
        "watchedMillis", 5);
  }
}
