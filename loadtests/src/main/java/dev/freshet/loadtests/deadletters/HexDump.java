package dev.freshet.loadtests.deadletters;

import java.util.HexFormat;

/** Bytes for a person to read: offset, hexadecimal and ASCII, 16 bytes a line. */
final class HexDump {

  private static final int PER_LINE = 16;

  private HexDump() {}

  /** The first {@code limit} of {@code bytes}, each line after {@code indent} and ended. */
  static String of(byte[] bytes, int limit, String indent) {
    var out = new StringBuilder();
    int shown = Math.min(limit, bytes.length);
    for (int line = 0; line < shown; line += PER_LINE) {
      int end = Math.min(line + PER_LINE, shown);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, line, end);
      out.append(indent).append("%04x  %-47s  %s%n".formatted(line, hex, ascii(bytes, line, end)));
    }
    if (shown < bytes.length) {
      out.append(indent).append("and %,d bytes more%n".formatted(bytes.length - shown));
    }
    return out.toString();
  }

  private static String ascii(byte[] bytes, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return text.toString();
  }
}
