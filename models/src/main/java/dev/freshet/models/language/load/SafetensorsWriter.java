package dev.freshet.models.language.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.net.Parameter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes parameters as safetensors of 32-bit floats. */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /** Writes a file, which is replaced if it is there. */
  static void write(Path file, List<Parameter> parameters) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out, parameters, Map.of());
    }
  }

  /**
   * Writes to a stream.
   *
   * @param metadata what the file says about itself
   */
  static void write(OutputStream out, List<Parameter> parameters, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = new ObjectMapper().createObjectNode();
    ObjectNode about = header.putObject("__metadata__").put("format", "pt"); // as readers expect
    metadata.forEach(about::put);
    long offset = 0;
    for (Parameter each : parameters) {
      ObjectNode entry = header.putObject(each.name()).put("dtype", "F32");
      Arrays.stream(each.shape()).forEach(entry.putArray("shape")::add);
      long end = offset + (long) each.values().length * Float.BYTES;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded.length)
            .array());
    out.write(padded);
    for (Parameter each : parameters) {
      byte[] bytes = new byte[each.values().length * Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(each.values());
      out.write(bytes);
    }
  }
}
