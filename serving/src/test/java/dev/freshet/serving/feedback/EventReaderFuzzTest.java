package dev.freshet.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Fuzz;
import dev.freshet.serving.intake.Batch;
import dev.freshet.testkit.TestEvents;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class EventReaderFuzzTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final EventReader READER =
      EventReader.ofAnyUser(
          id -> TestEvents.video(id, "anna"),
          (user, at) -> user.length() == 3,
          Clock.fixed(NOW, ZoneOffset.UTC));

  private static final List<byte[]> BODIES =
      Fuzz.bytes(
          """
          {"eventId":"e1","requestId":"r1","user":"alice","video":"cat","kind":"WATCH",
           "occurredAt":"2026-06-01T11:59:00Z","watchedMillis":9000,"lengthMillis":20000,
           "surface":"home","device":"phone"}""",
          """
          [{"eventId":"e2","user":"bob","video":"dog","kind":"IMPRESSION","occurredAt":1780315200000,
            "position":3},
           {"eventId":"e3","user":"zoë","video":"dog","kind":"HIDE","occurredAt":1780315200001}]""");

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void takesWhatCanBeWrittenAndNamesTheRest(@ForAll Random random) {
    Fuzz.round(
        random,
        200_000,
        BODIES,
        body -> {
          switch (Batch.read(body, READER)) {
            case Batch.Malformed<FeedbackEvent> malformed ->
                assertThat(malformed.detail()).isNotEmpty();
            case Batch.Read<FeedbackEvent> read -> {
              assertThat(read.items().size() + read.rejected().size()).isPositive();
              read.rejected().forEach(error -> assertThat(error.detail()).isNotEmpty());
              for (FeedbackEvent event : read.items()) {
                byte[] bytes =
                    Topics.FEEDBACK_EVENTS.valueSerde().serializer().serialize("t", event);
                assertThat(
                        Topics.FEEDBACK_EVENTS.valueSerde().deserializer().deserialize("t", bytes))
                    .isEqualTo(event);
                assertThat(event.getOccurredAt()).isBetween(Instant.EPOCH, NOW.plusSeconds(3_600));
              }
            }
          }
        });
  }
}
