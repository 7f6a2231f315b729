package dev.freshet.models.paper.length.writer;

import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.net.Parameter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A writer as it is kept: vocabulary, shape and parameters.
 *
 * <p>The file is gzip of: magic number, width, layers, words, and of each parameter its rows as
 * 8-bit integers with one 32-bit scale per row. Reading gives {@code scale * integer}.
 *
 * @param vocabulary words and marks
 * @param config shape of the decoder
 * @param parameters of the decoder
 */
public record WriterWeights(
    WriterVocabulary vocabulary, DecoderConfig config, List<Parameter> parameters) {

  private static final int MAGIC = 0x46574731; // FWG1
  private static final int MOST_WORDS = 100_000;
  private static final int MOST_WIDTH = 1024;
  private static final int MOST_LAYERS = 32;
  private static final int STEPS = 127;

  /** Copies the list. */
  public WriterWeights {
    parameters = List.copyOf(parameters);
  }

  /** Number of weights. */
  public long size() {
    return parameters.stream().mapToLong(parameter -> parameter.values().length).sum();
  }

  /** Writes the file; the parameters lose precision. The stream stays open. */
  public void write(OutputStream stream) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(stream);
    DataOutputStream out = new DataOutputStream(gzip);
    out.writeInt(MAGIC);
    out.writeInt(config.width());
    out.writeInt(config.layers());
    out.writeInt(vocabulary.words().size());
    for (String word : vocabulary.words()) {
      out.writeUTF(word);
    }
    for (Parameter parameter : parameters) {
      writeRows(out, parameter);
    }
    out.flush();
    gzip.finish();
  }

  private static void writeRows(DataOutputStream out, Parameter parameter) throws IOException {
    int columns = columns(parameter.shape());
    float[] values = parameter.values();
    for (int from = 0; from < values.length; from += columns) {
      float greatest = 0;
      for (int i = from; i < from + columns; i++) {
        greatest = Math.max(greatest, Math.abs(values[i]));
      }
      float scale = greatest == 0 ? 1 : greatest / STEPS;
      out.writeFloat(scale);
      for (int i = from; i < from + columns; i++) {
        out.writeByte(Math.round(values[i] / scale));
      }
    }
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws IOException if it is none, or ends early
   */
  public static WriterWeights read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(new GZIPInputStream(stream));
    if (in.readInt() != MAGIC) {
      throw new IOException("not a file of a writer: the magic number is another");
    }
    int width = bounded("width", in.readInt(), MOST_WIDTH);
    int layers = bounded("layers", in.readInt(), MOST_LAYERS);
    int count = bounded("words", in.readInt(), MOST_WORDS);
    List<String> words = new ArrayList<>();
    for (int word = 0; word < count; word++) {
      words.add(in.readUTF());
    }
    WriterVocabulary vocabulary = new WriterVocabulary(words);
    DecoderConfig config = WriterShape.decoder(vocabulary.size(), width, layers);
    List<Parameter> parameters = new ArrayList<>();
    for (var shape : new Decoder(config).shapes().entrySet()) {
      parameters.add(
          new Parameter(shape.getKey(), readRows(in, shape.getValue()), shape.getValue()));
    }
    return new WriterWeights(vocabulary, config, parameters);
  }

  private static float[] readRows(DataInputStream in, long[] shape) throws IOException {
    int columns = columns(shape);
    int rows = shape.length == 1 ? 1 : Math.toIntExact(shape[0]);
    float[] values = new float[rows * columns];
    byte[] steps = new byte[columns];
    for (int row = 0; row < rows; row++) {
      float scale = in.readFloat();
      in.readFully(steps);
      for (int column = 0; column < columns; column++) {
        values[row * columns + column] = scale * steps[column];
      }
    }
    return values;
  }

  private static int columns(long[] shape) {
    return Math.toIntExact(shape[shape.length - 1]);
  }

  private static int bounded(String name, int value, int most) throws IOException {
    if (value < 1 || value > most) {
      throw new IOException("%s must be from 1 to %d, but is %d".formatted(name, most, value));
    }
    return value;
  }
}
