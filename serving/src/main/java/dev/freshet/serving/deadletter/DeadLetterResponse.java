package dev.freshet.serving.deadletter;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest dead letters of a topic, the newest first. */
@Serdeable
record DeadLetterResponse(String topic, List<Letter> letters) {

  /**
   * A record that nobody could process.
   *
   * @param source where it was read, as {@code topic/partition/offset}
   * @param reason why it could not be processed
   * @param at when that was found, ISO-8601
   * @param key its key, with a replacement character for what is no text
   * @param bytes length of the value
   * @param value the value as JSON, where it can be decoded
   * @param hex the first bytes of the value
   */
  @Serdeable
  record Letter(
      String source,
      String reason,
      String at,
      @Nullable String key,
      int bytes,
      @Nullable String value,
      String hex) {}
}
