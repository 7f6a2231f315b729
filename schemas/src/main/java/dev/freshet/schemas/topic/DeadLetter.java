package dev.freshet.schemas.topic;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record that nobody could process, as it lies in {@code X.dlq}: the original bytes, with where
 * it came from and why in the headers.
 *
 * @param key original key bytes
 * @param value original value bytes
 * @param topic where the record was read
 * @param partition its partition
 * @param offset its offset
 * @param reason why it could not be processed, for a person to read
 * @param at when that was found
 */
@SuppressWarnings("ArrayRecordComponent") // bytes go straight to a producer; nobody compares these
public record DeadLetter(
    byte @Nullable [] key,
    byte @Nullable [] value,
    String topic,
    int partition,
    long offset,
    String reason,
    Instant at) {

  /** What the name of a dead-letter topic ends in. */
  static final String SUFFIX = ".dlq";

  /** Header with the topic, partition and offset, as {@code topic/partition/offset}. */
  public static final String SOURCE_HEADER = "freshet-source";

  /** Header with the reason. */
  public static final String REASON_HEADER = "freshet-reason";

  /** Header with the time, ISO-8601. */
  public static final String TIME_HEADER = "freshet-time";

  /** A reason is for a person; a longer one is cut. */
  private static final int LONGEST_REASON = 1_000;

  private static final Pattern SOURCE = Pattern.compile("(.+)/(\\d+)/(\\d+)");

  /** Name of the topic that this belongs into. */
  public String deadLetters() {
    return topic + SUFFIX;
  }

  /** Source, reason and time as headers. */
  public List<Header> headers() {
    return List.of(
        header(SOURCE_HEADER, topic + "/" + partition + "/" + offset),
        header(REASON_HEADER, shortened(reason)),
        header(TIME_HEADER, at.toString()));
  }

  /**
   * The letter that a record of a dead-letter topic is; empty where its headers are not those of a
   * letter.
   *
   * @param key of the record
   * @param value of the record
   * @param headers of the record
   */
  public static Optional<DeadLetter> of(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    Matcher source = SOURCE.matcher(text(headers, SOURCE_HEADER));
    if (!source.matches() || headers.lastHeader(REASON_HEADER) == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DeadLetter(
              key,
              value,
              source.group(1),
              Integer.parseInt(source.group(2)),
              Long.parseLong(source.group(3)),
              text(headers, REASON_HEADER),
              Instant.parse(text(headers, TIME_HEADER))));
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String text(Headers headers, String name) {
    String text = HeaderTexts.last(headers, name);
    return text == null ? "" : text;
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
