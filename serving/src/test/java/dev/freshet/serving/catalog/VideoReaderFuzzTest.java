package dev.freshet.serving.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Fuzz;
import dev.freshet.serving.intake.Batch;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class VideoReaderFuzzTest {

  private static final VideoReader READER =
      new VideoReader(
          id -> null, Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC));

  private static final List<byte[]> BODIES =
      Fuzz.bytes(
          """
          {"video":"cat","author":"anna","title":"A cat","tags":["pets","indoors"],"lengthMillis":12000,
           "music":"m1","musicType":"original","uploadType":"camera","uploadedAt":"2026-05-01T00:00:00Z",
           "media":{"cover":"https://example.org/cat.jpg"},"modalities":{"visual":[0.5,1,-2e-3]}}""",
          """
          [{"video":"dog","author":"ben","lengthMillis":1},{"video":"v","author":"b","lengthMillis":2}]""");

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void takesWhatCanBeWrittenAndNamesTheRest(@ForAll Random random) {
    Fuzz.round(
        random,
        150_000,
        BODIES,
        body -> {
          switch (Batch.read(body, READER)) {
            case Batch.Malformed<Video> malformed -> assertThat(malformed.detail()).isNotEmpty();
            case Batch.Read<Video> read -> {
              assertThat(read.items().size() + read.rejected().size()).isPositive();
              for (Video video : read.items()) {
                byte[] bytes = Topics.VIDEOS.valueSerde().serializer().serialize("t", video);
                assertThat(Topics.VIDEOS.valueSerde().deserializer().deserialize("t", bytes))
                    .isEqualTo(video);
              }
            }
          }
        });
  }
}
