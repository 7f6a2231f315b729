package dev.freshet.schemas.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecordRulesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATEST = NOON.plusSeconds(3_600);
  private static final Instant LAST_REPRESENTABLE = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final Instant FIRST_REPRESENTABLE = Instant.ofEpochMilli(Long.MIN_VALUE);

  @BeforeAll
  static void trustTheRecords() {
    TrustedRecords.trust();
  }

  @Test
  void acceptsWhatUsersDo() {
    assertThat(event(event -> {})).isNull();
    assertThat(event(event -> event.setKind(EventKind.HISTORY).setVideo(""))).isNull();
    assertThat(event(event -> event.setKind(EventKind.ERASE).setVideo(""))).isNull();
  }

  @Test
  void refusesEventsThatNoReaderCanUse() {
    assertThat(event(event -> event.setUser(" "))).isEqualTo("user must not be blank");
    assertThat(event(event -> event.setUser("bob"))).isEqualTo("key must be the user");
    assertThat(event(event -> event.setEventId(""))).isEqualTo("eventId must not be blank");
    assertThat(event(event -> event.setVideo(""))).isEqualTo("video must not be blank");
    assertThat(event(event -> event.setKind(EventKind.UNKNOWN)))
        .isEqualTo("kind is not known to this version");
    assertThat(event(event -> event.setWatchedMillis(-1L)))
        .isEqualTo("watchedMillis must be between 0 and 604800000");
    assertThat(event(event -> event.setLengthMillis(-1L)))
        .isEqualTo("lengthMillis must be between 0 and 604800000");
    assertThat(event(event -> event.setPosition(-1)))
        .isEqualTo("position must be between 0 and 100000");
  }

  @Test
  void refusesTextsOfAnySizeAndForm() {
    assertThat(event(event -> event.setSurface("s".repeat(1 << 20))))
        .isEqualTo("surface must not be longer than 64 characters");
    assertThat(event(event -> event.setDevice("d".repeat(65))))
        .isEqualTo("device must not be longer than 64 characters");
    assertThat(event(event -> event.setEventId("e\u0000")))
        .isEqualTo("eventId must not contain control characters");
    assertThat(event(event -> event.setVideo("\uD800")))
        .isEqualTo("video contains half of a surrogate pair");
    assertThat(event(event -> event.setAuthor("a".repeat(257))))
        .isEqualTo("author must not be longer than 256 characters");
  }

  @Test
  void refusesTimesThatCannotHaveBeen() {
    assertThat(event(event -> event.setOccurredAt(LATEST))).isNull();
    assertThat(event(event -> event.setOccurredAt(LATEST.plusMillis(1))))
        .isEqualTo("occurredAt must not be in the future");
    assertThat(event(event -> event.setOccurredAt(LAST_REPRESENTABLE)))
        .isEqualTo("occurredAt must not be in the future");
    assertThat(event(event -> event.setOccurredAt(FIRST_REPRESENTABLE)))
        .isEqualTo("occurredAt must not be before 1990");
  }

  @Test
  void refusesAHistoryWithWrongInteractions() {
    var past = new Interaction("v", LATEST.plusMillis(1), 1L, 1L, false, false, Instant.EPOCH);
    var many =
        Collections.nCopies(
            10_001, new Interaction("v", NOON, 1L, 1L, false, false, Instant.EPOCH));

    assertThat(event(event -> event.setHistory(List.of(past))))
        .isEqualTo("history must not be in the future");
    assertThat(event(event -> event.setHistory(many)))
        .isEqualTo("history must not have more than 10000 entries");
  }

  @Test
  void refusesVideosThatNoReaderCanUse() {
    assertThat(video(video -> {})).isNull();
    assertThat(video(video -> video.setLengthMillis(-1)))
        .isEqualTo("lengthMillis must be between 0 and 86400000");
    assertThat(video(video -> video.setUpdatedAt(LAST_REPRESENTABLE)))
        .isEqualTo("updatedAt must not be in the future");
    assertThat(video(video -> video.setUploadedAt(LAST_REPRESENTABLE)))
        .isEqualTo("uploadedAt must be between 1990 and 2200");
    assertThat(video(video -> video.setVideo("other"))).isEqualTo("key must be the video");
    assertThat(video(video -> video.setAuthor(" "))).isEqualTo("author must not be blank");
    assertThat(video(video -> video.setTags(Collections.nCopies(101, "t"))))
        .isEqualTo("tags must not have more than 100 entries");
    assertThat(video(video -> video.setMedia(Map.of("cover", "x".repeat(2_049)))))
        .isEqualTo("media must not be longer than 2048 characters");
    assertThat(video(video -> video.setModalities(Map.of("smell", List.of(1f)))))
        .startsWith("modalities may have visual, acoustic, textual only");
    assertThat(video(video -> video.setModalities(Map.of("visual", List.of(Float.NaN)))))
        .isEqualTo("modalities.visual must hold finite numbers only");
  }

  @Test
  void refusesAnErasureThatWouldBarAUserForEver() {
    Instant year9999 = Instant.parse("9999-01-01T00:00:00Z");

    assertThat(erasure("anna", new ErasedUser("anna", NOON, "r"))).isNull();
    assertThat(erasure("anna", new ErasedUser("anna", year9999, "r")))
        .isEqualTo("erasedAt must not be in the future");
    assertThat(erasure("bob", new ErasedUser("anna", NOON, "r"))).isEqualTo("key must be the user");
  }

  @Test
  void refusesExamplesThatNobodyCanLearnFrom() {
    assertThat(example(example -> {})).isNull();
    assertThat(example(example -> example.setUser("bob"))).isEqualTo("key must be the user");
    assertThat(example(example -> example.setWeight(Float.NaN)))
        .isEqualTo("weight must be finite and not negative");
    assertThat(example(example -> example.setWeight(Float.POSITIVE_INFINITY)))
        .isEqualTo("weight must be finite and not negative");
    assertThat(example(example -> example.setLabelledAt(NOON.minusMillis(1))))
        .isEqualTo("labelledAt must not be before shownAt");
    assertThat(example(example -> example.setLabelledAt(LAST_REPRESENTABLE)))
        .isEqualTo("labelledAt must be between 1990 and 2200");
    assertThat(example(example -> example.setErasure(true).setVideo(""))).isNull();
  }

  private static @Nullable String event(Consumer<FeedbackEvent.Builder> change) {
    FeedbackEvent.Builder event =
        FeedbackEvent.newBuilder()
            .setEventId("e")
            .setUser("anna")
            .setVideo("v")
            .setKind(EventKind.LIKE)
            .setOccurredAt(NOON);
    change.accept(event);
    return text(EventRules.RULES.violation("anna", event.build(), LATEST));
  }

  private static @Nullable String video(Consumer<Video.Builder> change) {
    Video.Builder video =
        Video.newBuilder()
            .setVideo("v")
            .setAuthor("ben")
            .setLengthMillis(8_000)
            .setUploadedAt(NOON)
            .setUpdatedAt(NOON);
    change.accept(video);
    return text(VideoRules.RULES.violation("v", video.build(), LATEST));
  }

  private static @Nullable String erasure(String key, ErasedUser erasure) {
    return text(ErasureRules.RULES.violation(key, erasure, LATEST));
  }

  private static @Nullable String example(Consumer<TrainingExample.Builder> change) {
    TrainingExample.Builder example =
        TrainingExample.newBuilder()
            .setExampleId("e")
            .setUser("anna")
            .setVideo("v")
            .setSurface("main")
            .setShownAt(NOON)
            .setLabelledAt(NOON)
            .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
            .setLongView(true)
            .setLiked(false);
    change.accept(example);
    return text(ExampleRules.RULES.violation("anna", example.build(), LATEST));
  }

  private static @Nullable String text(@Nullable Violation violation) {
    return violation == null ? null : violation.text();
  }
}
