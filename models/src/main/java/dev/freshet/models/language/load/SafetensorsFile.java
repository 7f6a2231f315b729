package dev.freshet.models.language.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of <a href="https://huggingface.co/docs/safetensors">safetensors</a>: the length of a
 * header, a header of JSON, then the tensors. The header is checked against the size of the file
 * before anything is allocated for a tensor. Not thread-safe.
 */
final class SafetensorsFile implements AutoCloseable {
  /** The greatest header that the format allows. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final int CHUNK = 1 << 20;

  private final String file;
  private final Content content;
  private final long start;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  /** Where a tensor lies behind the header. */
  @SuppressWarnings("ArrayRecordComponent") // never handed out
  private record Entry(Type type, long[] shape, long from, long to) {}

  /** What can become a 32-bit float without loss. */
  private enum Type {
    F32(4) {
      @Override
      float value(ByteBuffer bytes) {
        return bytes.getFloat();
      }
    },
    F16(2) {
      @Override
      float value(ByteBuffer bytes) {
        return Float.float16ToFloat(bytes.getShort());
      }
    },
    /** The upper half of a 32-bit float. */
    BF16(2) {
      @Override
      float value(ByteBuffer bytes) {
        return Float.intBitsToFloat(bytes.getShort() << 16);
      }
    };

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    abstract float value(ByteBuffer bytes);
  }

  /** The bytes of a file, on disk or in memory. */
  private interface Content extends AutoCloseable {
    long size() throws IOException;

    /** Fills the buffer up to its limit and flips it. */
    void fill(long at, ByteBuffer buffer) throws IOException;

    @Override
    void close() throws IOException;
  }

  private record OnDisk(FileChannel channel) implements Content {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void fill(long at, ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new IOException("the file ends too early");
        }
      }
      buffer.flip();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // read only
  private record InMemory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void fill(long at, ByteBuffer buffer) {
      buffer.put(bytes, Math.toIntExact(at), buffer.remaining()).flip();
    }

    @Override
    public void close() {}
  }

  private SafetensorsFile(
      String file,
      Content content,
      long start,
      Map<String, Entry> entries,
      Map<String, String> metadata) {
    this.file = file;
    this.content = content;
    this.start = start;
    this.entries = entries;
    this.metadata = metadata;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws ModelException if it is no safetensors file, or one that is cut off
   */
  static SafetensorsFile open(Path file) {
    try {
      return open(file.toString(), new OnDisk(FileChannel.open(file, StandardOpenOption.READ)));
    } catch (IOException e) {
      throw new ModelException("reading " + file, e);
    }
  }

  /**
   * Checks the header of a file in memory.
   *
   * @param name what it is called in messages
   * @throws ModelException if it is no safetensors file, or one that is cut off
   */
  static SafetensorsFile of(String name, byte[] bytes) {
    return open(name, new InMemory(bytes));
  }

  private static SafetensorsFile open(String file, Content content) {
    try {
      return opened(file, content);
    } catch (JsonProcessingException e) {
      close(file, content);
      throw new ModelException(file + ": the header is not JSON as safetensors writes it", e);
    } catch (IOException e) {
      close(file, content);
      throw new ModelException("reading " + file, e);
    } catch (ModelException e) {
      close(file, content);
      throw e;
    }
  }

  private static SafetensorsFile opened(String file, Content content) throws IOException {
    long size = content.size();
    if (size < Long.BYTES) {
      throw new ModelException("%s has %d bytes: it is cut off".formatted(file, size));
    }
    ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.fill(0, prefix);
    long length = prefix.getLong();
    if (length < 0 || length > LONGEST_HEADER || length > size - Long.BYTES) {
      throw new ModelException(
          "%s is no safetensors file or is cut off: a header of %s bytes in a file of %d"
              .formatted(file, Long.toUnsignedString(length), size));
    }
    byte[] header = new byte[(int) length];
    content.fill(Long.BYTES, ByteBuffer.wrap(header));
    long start = Long.BYTES + length;
    JsonFactory strict =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    JsonNode root = new ObjectMapper(strict).readTree(header);
    if (root == null || !root.isObject()) {
      throw new ModelException(file + ": the header is not a JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    root.path(METADATA)
        .properties()
        .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
    return new SafetensorsFile(file, content, start, entries(file, root, size - start), metadata);
  }

  private static void close(String file, Content content) {
    try {
      content.close();
    } catch (IOException e) {
      throw new ModelException("closing " + file, e);
    }
  }

  private static Map<String, Entry> entries(String file, JsonNode root, long size) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : root.properties()) {
      if (!each.getKey().equals(METADATA)) {
        entries.put(each.getKey(), entry(file, each.getKey(), each.getValue()));
      }
    }
    List<Entry> inOrder = new ArrayList<>(entries.values());
    inOrder.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    long end = 0;
    for (Entry each : inOrder) {
      if (each.from() != end) {
        throw new ModelException(
            "%s: tensors overlap or leave a gap at byte %d"
                .formatted(file, Math.min(end, each.from())));
      }
      end = each.to();
    }
    if (end != size) {
      throw new ModelException(
          "%s is cut off or has a wrong header: tensors of %d bytes, %d in the file"
              .formatted(file, end, size));
    }
    return entries;
  }

  private static Entry entry(String file, String name, JsonNode node) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode axes = node.path("shape");
    boolean wellFormed =
        offsets.size() == 2 && isIndex(offsets.get(0)) && isIndex(offsets.get(1)) && axes.isArray();
    for (JsonNode axis : axes) {
      wellFormed &= isIndex(axis);
    }
    if (!wellFormed) {
      throw new ModelException(
          "%s: %s needs dtype, shape and two data_offsets".formatted(file, name));
    }
    Type type = type(file, name, node.path("dtype").asText());
    long[] shape = new long[axes.size()];
    Arrays.setAll(shape, i -> axes.get(i).longValue());
    long from = offsets.get(0).longValue();
    long to = offsets.get(1).longValue();
    try {
      if (to - from == Math.multiplyExact(Parameters.size(shape), type.bytes) && from <= to) {
        return new Entry(type, shape, from, to);
      }
    } catch (ArithmeticException e) {
      // more than any file holds; said below
    }
    throw new ModelException(
        "%s: %s of shape %s and type %s does not fit in bytes %d to %d"
            .formatted(file, name, Arrays.toString(shape), type, from, to));
  }

  private static boolean isIndex(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private static Type type(String file, String name, String dtype) {
    for (Type each : Type.values()) {
      if (each.name().equals(dtype)) {
        return each;
      }
    }
    throw new ModelException(
        "%s: %s has the type %s; F32, F16 and BF16 can be read. Convert the model to one of them"
            .formatted(file, name, dtype));
  }

  /** The names of its tensors, in the order of the header. */
  Set<String> names() {
    return entries.keySet();
  }

  /** Shape of a tensor. */
  long[] shape(String name) {
    return Parameters.require(entries, name).shape();
  }

  /** A tensor, widened to 32-bit floats. */
  Parameter read(String name) {
    Entry entry = Parameters.require(entries, name);
    long size = Parameters.size(entry.shape());
    if (size > Integer.MAX_VALUE - 8) {
      throw new ModelException(
          "%s: %s has %d values; a tensor has %d at most"
              .formatted(file, name, size, Integer.MAX_VALUE - 8));
    }
    float[] values = new float[(int) size];
    try {
      long from = start + entry.from();
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      int at = 0;
      while (at < values.length) {
        int part = Math.min(values.length - at, CHUNK / entry.type().bytes);
        content.fill(from, buffer.clear().limit(part * entry.type().bytes));
        from += (long) part * entry.type().bytes;
        for (int i = 0; i < part; i++) {
          values[at++] = entry.type().value(buffer);
        }
      }
    } catch (IOException e) {
      throw new ModelException("reading %s of %s".formatted(name, file), e);
    }
    return new Parameter(name, values, entry.shape());
  }

  /** What the file says about itself. */
  Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public void close() {
    close(file, content);
  }
}
