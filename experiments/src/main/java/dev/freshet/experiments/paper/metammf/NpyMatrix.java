package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A matrix in NumPy's file format, versions 1 and 2: little-endian floats of 32 or 64 bits, row by
 * row.
 *
 * <p><a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
 * format</a>.
 *
 * @param values [rows, columns]
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
record NpyMatrix(int rows, int columns, float[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          ".*'descr':\\s*'<f([48])'.*'fortran_order':\\s*False.*'shape':\\s*\\((\\d+),\\s*(\\d+)\\).*",
          Pattern.DOTALL);

  /**
   * Reads a file.
   *
   * @throws ModelException if it is not such a matrix
   */
  static NpyMatrix read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      for (byte expected : MAGIC) {
        require(bytes.remaining() > 4 && bytes.get() == expected, file, "no NumPy file");
      }
      int version = bytes.get();
      bytes.get();
      int length = version == 1 ? Short.toUnsignedInt(bytes.getShort()) : bytes.getInt();
      require(length >= 0 && length <= bytes.remaining(), file, "its header is cut off");
      byte[] header = new byte[length];
      bytes.get(header);
      Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
      require(matcher.matches(), file, "not a matrix of little-endian floats, row by row");
      int rows = Integer.parseInt(matcher.group(2));
      int columns = Integer.parseInt(matcher.group(3));
      int width = Integer.parseInt(matcher.group(1));
      require(
          bytes.remaining() == (double) rows * columns * width,
          file,
          "its size is not its shape's");
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = width == Float.BYTES ? bytes.getFloat() : (float) bytes.getDouble();
      }
      return new NpyMatrix(rows, columns, values);
    } catch (IOException | BufferUnderflowException | NumberFormatException e) {
      throw new ModelException("reading " + file, e);
    }
  }

  private static void require(boolean holds, Path file, String reason) {
    if (!holds) {
      throw new ModelException("%s: %s".formatted(file, reason));
    }
  }

  /** One row, copied. */
  float[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }
}
