package dev.freshet.models.net.onnx;

import dev.freshet.models.net.Parameter;

/**
 * A matrix [out, in] in blocks of 32 weights along its rows: {@code weight = scale * (code -
 * middle)}, as the runtime's {@code MatMulNBits} takes it.
 *
 * @param codes [out, blocks, 32 * bits / 8]; of two codes in a byte the first is the lower half
 * @param scales [out, blocks]
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the runtime once
record BlockQuantised(byte[] codes, float[] scales, long[] codesShape) {
  static final int BLOCK = 32;

  static int bits(WeightFormat format) {
    return switch (format) {
      case FLOAT -> Float.SIZE;
      case INT8 -> 8;
      case INT4 -> 4;
    };
  }

  static int blocks(long in) {
    return Math.toIntExact((in + BLOCK - 1) / BLOCK);
  }

  static BlockQuantised of(Parameter matrix, WeightFormat format) {
    int out = Math.toIntExact(matrix.shape()[0]);
    int in = Math.toIntExact(matrix.shape()[1]);
    int bits = bits(format);
    int blocks = blocks(in);
    int bytes = BLOCK * bits / Byte.SIZE;
    int middle = 1 << (bits - 1);
    byte[] codes = new byte[out * blocks * bytes];
    float[] scales = new float[out * blocks];
    for (int row = 0; row < out; row++) {
      for (int block = 0; block < blocks; block++) {
        int from = row * in + block * BLOCK;
        int to = Math.min(from + BLOCK, (row + 1) * in);
        float scale = greatest(matrix.values(), from, to) / (middle - 1);
        scales[row * blocks + block] = scale;
        for (int i = 0; i < BLOCK; i++) {
          float weight = from + i < to && scale > 0 ? matrix.values()[from + i] / scale : 0;
          int code = Math.round(weight) + middle;
          int at = (row * blocks + block) * bytes + i * bits / Byte.SIZE;
          codes[at] |= (byte) (code << (i * bits % Byte.SIZE));
        }
      }
    }
    return new BlockQuantised(codes, scales, new long[] {out, blocks, bytes});
  }

  private static float greatest(float[] values, int from, int to) {
    float greatest = 0;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, Math.abs(values[i]));
    }
    return greatest;
  }
}
