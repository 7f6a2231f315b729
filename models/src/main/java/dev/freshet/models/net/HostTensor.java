package dev.freshet.models.net;

import java.util.Arrays;

/** A dense array in the Java heap, row by row, as it goes into and comes out of a network. */
public sealed interface HostTensor {

  /** The sizes of the axes. */
  long[] shape();

  /** What it is made of. */
  DataType type();

  /**
   * The values of a tensor of 32-bit floats, not copied.
   *
   * @throws IllegalStateException if it is of another type
   */
  default float[] toFloats() {
    if (this instanceof Floats floats) {
      return floats.values();
    }
    throw new IllegalStateException("a tensor of " + type() + ", not of floats");
  }

  /** 32-bit floats. */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  record Floats(float[] values, long... shape) implements HostTensor {
    public Floats {
      requireSize(values.length, shape);
    }

    @Override
    public DataType type() {
      return DataType.FLOAT;
    }
  }

  /** 16-bit floats by their bits, see {@link Float#float16ToFloat}. */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  record Halves(short[] values, long... shape) implements HostTensor {
    public Halves {
      requireSize(values.length, shape);
    }

    @Override
    public DataType type() {
      return DataType.HALF;
    }
  }

  /** 64-bit integers. */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  record Longs(long[] values, long... shape) implements HostTensor {
    public Longs {
      requireSize(values.length, shape);
    }

    @Override
    public DataType type() {
      return DataType.INT64;
    }
  }

  /** Truth values. */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  record Booleans(boolean[] values, long... shape) implements HostTensor {
    public Booleans {
      requireSize(values.length, shape);
    }

    @Override
    public DataType type() {
      return DataType.BOOL;
    }
  }

  private static void requireSize(int length, long[] shape) {
    long size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    if (size != length) {
      throw new IllegalArgumentException(
          "%d values for the shape %s".formatted(length, Arrays.toString(shape)));
    }
  }
}
