package dev.freshet.flink.labels;

import java.nio.ByteBuffer;

/** Reads Avro's {@code bytes}. */
final class Bytes {

  private Bytes() {}

  /** A copy of what is left in {@code buffer}, whose position is left alone. */
  static byte[] of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
