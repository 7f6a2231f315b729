package dev.freshet.schemas.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors as they travel in {@code bytes} fields: 32-bit little-endian floats. */
public final class FloatBytes {

  private FloatBytes() {}

  /** A new buffer, ready to read, with the components of {@code vector}. */
  public static ByteBuffer of(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes;
  }

  /**
   * A new array with the components in {@code bytes}, whose position is left alone.
   *
   * @throws IllegalArgumentException if the length is not a multiple of four
   */
  public static float[] toArray(ByteBuffer bytes) {
    if (bytes.remaining() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "a vector's bytes must be a multiple of 4: " + bytes.remaining());
    }
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
