package dev.freshet.models.srm;

import org.jspecify.annotations.Nullable;

/**
 * The fused vector of a video's vector as the sequence model reads it: of length 1, so that the
 * model sees the same scale whatever network fused it.
 */
final class FusedHalf {
  private FusedHalf() {}

  /**
   * Adds a fused vector, divided by its length, to {@code to[at..]}. One that is missing, of length
   * 0 or of another number of components than {@code components} adds nothing.
   */
  static void add(float @Nullable [] fused, int components, float[] to, int at) {
    if (fused == null || fused.length != components) {
      return;
    }
    float squares = 0;
    for (float component : fused) {
      squares += component * component;
    }
    if (squares == 0) {
      return;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < components; i++) {
      to[at + i] += scale * fused[i];
    }
  }
}
