package dev.freshet.models.language;

/**
 * Shape of a decoder of the Llama family.
 *
 * @param vocabulary number of tokens
 * @param width of the states
 * @param layers at least 1
 * @param heads of queries; a multiple of {@code keyHeads}
 * @param keyHeads heads of keys and values
 * @param headWidth components of a head; even
 * @param hidden width of the feed-forward layers
 * @param context greatest number of positions
 * @param epsilon of the norms; positive
 * @param variant in which family it differs from Llama
 * @param tied whether the output layer is the embedding
 */
public record DecoderConfig(
    int vocabulary,
    int width,
    int layers,
    int heads,
    int keyHeads,
    int headWidth,
    int hidden,
    int context,
    float epsilon,
    Rotary rotary,
    Variant variant,
    boolean tied) {

  /** In what the attention of a family differs. */
  public enum Variant {
    LLAMA,
    /** Queries, keys and values have a bias. */
    QWEN2,
    /** Queries and keys are normalised head by head. */
    QWEN3
  }

  public DecoderConfig {
    requirePositive("vocabulary", vocabulary);
    requirePositive("width", width);
    requirePositive("layers", layers);
    requirePositive("heads", heads);
    requirePositive("keyHeads", keyHeads);
    requirePositive("headWidth", headWidth);
    requirePositive("hidden", hidden);
    requirePositive("context", context);
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "heads must be a multiple of keyHeads: %d, %d".formatted(heads, keyHeads));
    }
    if (headWidth % 2 != 0) {
      throw new IllegalArgumentException("headWidth must be even: " + headWidth);
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be positive: " + epsilon);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be positive: %d".formatted(name, value));
    }
  }

  /**
   * A small model to train from nothing: heads of 32 components, hidden layers of 8/3 of the width
   * up to the next multiple of 8, tied output.
   *
   * @param width a multiple of 32
   */
  public static DecoderConfig small(int vocabulary, int width, int layers, int context) {
    if (width % 32 != 0) {
      throw new IllegalArgumentException("width must be a multiple of 32: " + width);
    }
    int hidden = (width * 8 / 3 + 7) / 8 * 8;
    return new DecoderConfig(
        vocabulary,
        width,
        layers,
        width / 32,
        width / 32,
        32,
        hidden,
        context,
        1e-5f,
        Rotary.LLAMA,
        Variant.LLAMA,
        true);
  }

  /** Bytes of keys and values for each position, in 32-bit floats. */
  long cacheBytesPerPosition() {
    return 2L * layers * keyHeads * headWidth * Float.BYTES;
  }
}
