package dev.freshet.models.language.load;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.net.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights in the version 0 layout of <a href="https://github.com/karpathy/llama2.c">llama2.c</a>:
 * seven integers, then 32-bit floats, matrix by matrix for all layers.
 */
public final class Llama2cFile {
  private static final int HEADER = 7 * Integer.BYTES;

  /** Of the parameters that a layer has, in the file's order, with a gap where the norm stands. */
  private static final List<String> LAYER_PARTS =
      List.of(
          "input_layernorm.weight",
          "self_attn.q_proj.weight",
          "self_attn.k_proj.weight",
          "self_attn.v_proj.weight",
          "self_attn.o_proj.weight",
          "post_attention_layernorm.weight",
          "mlp.gate_proj.weight",
          "mlp.down_proj.weight",
          "mlp.up_proj.weight");

  private Llama2cFile() {}

  /**
   * Reads a file.
   *
   * @throws ModelException if it is not of this layout
   */
  public static Checkpoint read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = bytes(channel, HEADER, file);
      int[] sizes = new int[7];
      header.asIntBuffer().get(sizes);
      DecoderConfig config = config(file, sizes);
      requireLength(file, channel.size(), config);
      return new Checkpoint(config, parameters(channel, config, file));
    } catch (IOException e) {
      throw new ModelException("reading " + file, e);
    }
  }

  private static DecoderConfig config(Path file, int[] sizes) {
    int width = sizes[0];
    int heads = sizes[3];
    boolean tied = sizes[5] > 0; // a negative vocabulary says that an output layer follows
    try {
      if (heads < 1 || width % heads != 0) {
        throw new IllegalArgumentException(
            "the width must be a multiple of the heads: %d, %d".formatted(width, heads));
      }
      return new DecoderConfig(
          Math.absExact(sizes[5]),
          width,
          sizes[2],
          heads,
          sizes[4],
          width / heads,
          sizes[1],
          sizes[6],
          1e-5f,
          Rotary.LLAMA,
          DecoderConfig.Variant.LLAMA,
          tied);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(file + " is not a llama2.c file of version 0", e);
    }
  }

  /** Before anything of the sizes in the header is allocated. */
  private static void requireLength(Path file, long length, DecoderConfig config) {
    double perLayer =
        2.0 * config.width()
            + 2.0 * config.width() * config.width()
            + 2.0 * config.width() * config.keyHeads() * config.headWidth()
            + 3.0 * config.width() * config.hidden();
    double floats =
        (config.tied() ? 1.0 : 2.0) * config.vocabulary() * config.width()
            + config.layers() * perLayer
            + config.width()
            + (double) config.context() * config.headWidth();
    if (length != HEADER + Float.BYTES * floats) {
      throw new ModelException(
          "%s has %d bytes, its header promises %.0f: it is cut off or not a llama2.c file of version 0"
              .formatted(file, length, HEADER + Float.BYTES * floats));
    }
  }

  private static List<Parameter> parameters(FileChannel channel, DecoderConfig config, Path file)
      throws IOException {
    Map<String, long[]> shapes = new Decoder(config).shapes();
    Map<String, Parameter> read = new HashMap<>();
    read(channel, "model.embed_tokens.weight", shapes, read, file);
    for (String part : LAYER_PARTS) {
      for (int i = 0; i < config.layers(); i++) {
        read(channel, "model.layers." + i + "." + part, shapes, read, file);
      }
    }
    read(channel, "model.norm.weight", shapes, read, file);
    channel.position(
        channel.position() + (long) config.context() * config.headWidth() * Float.BYTES);
    if (!config.tied()) {
      read(channel, "lm_head.weight", shapes, read, file);
    }
    return shapes.keySet().stream()
        .map(name -> halves(Parameters.require(read, name), config))
        .toList();
  }

  private static void read(
      FileChannel channel,
      String name,
      Map<String, long[]> shapes,
      Map<String, Parameter> read,
      Path file)
      throws IOException {
    long[] shape = Parameters.require(shapes, name);
    int size = Math.toIntExact(Parameters.size(shape));
    float[] values = new float[size];
    int at = 0;
    while (at < size) {
      int part = Math.min(size - at, 1 << 20);
      bytes(channel, part * Float.BYTES, file).asFloatBuffer().get(values, at, part);
      at += part;
    }
    read.put(name, new Parameter(name, values, shape));
  }

  private static ByteBuffer bytes(FileChannel channel, int count, Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new ModelException(file + " ends too early");
      }
    }
    return buffer.flip();
  }

  /** The file rotates neighbours; the decoder rotates the halves of a head. */
  private static Parameter halves(Parameter parameter, DecoderConfig config) {
    if (!parameter.name().contains(".q_proj.") && !parameter.name().contains(".k_proj.")) {
      return parameter;
    }
    int head = config.headWidth();
    int columns = config.width();
    float[] from = parameter.values();
    float[] to = new float[from.length];
    for (int row = 0; row < from.length / columns; row++) {
      int i = row % head;
      int target = row - i + i / 2 + (i % 2) * (head / 2);
      System.arraycopy(from, row * columns, to, target * columns, columns);
    }
    return parameter.withValues(to);
  }
}
