package dev.freshet.serving.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.UserId;
import dev.freshet.serving.Fuzz;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.page.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class PageBodyReaderFuzzTest {

  private static final PageBodyReader READER =
      new PageBodyReader(
          new UserId("alice"),
          id -> null,
          (user, at) -> false,
          Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC));

  private static final List<byte[]> BODIES =
      Fuzz.bytes(
          """
          {"count":5,"surface":"home","device":"phone","explain":true,"exclude":["a","b"],
           "strategy":"trending",
           "events":[{"eventId":"e","video":"a","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}]}""",
          "{}");

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void readsARequestOrSaysWhatIsWrong(@ForAll Random random) {
    Fuzz.round(
        random,
        100_000,
        BODIES,
        body -> {
          switch (Batch.readOne(body, READER)) {
            case Batch.Malformed<PageRequest> malformed ->
                assertThat(malformed.detail()).isNotEmpty();
            case Batch.Read<PageRequest> read -> {
              assertThat(read.items().size() + read.rejected().size()).isEqualTo(1);
              read.items().forEach(request -> assertThat(request.count()).isBetween(1, 100));
            }
          }
        });
  }
}
