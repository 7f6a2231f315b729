package dev.freshet.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads headers that any producer may have written: with no value, of any length. */
public final class HeaderTexts {

  /** W3C's header of a trace; ours in Kafka as well. */
  public static final String TRACE = "traceparent";

  /** Version, trace, span and flags of W3C's header take 55 characters. */
  private static final int LONGEST_TRACE = 128;

  private HeaderTexts() {}

  /** The text of the last header of that name; null without one, or without a value. */
  public static @Nullable String last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The trace that a record belongs to; null where its header is missing or can be none. */
  public static @Nullable String trace(Headers headers) {
    Header header = headers.lastHeader(TRACE);
    return header == null || header.value() == null || header.value().length > LONGEST_TRACE
        ? null
        : new String(header.value(), StandardCharsets.US_ASCII);
  }
}
