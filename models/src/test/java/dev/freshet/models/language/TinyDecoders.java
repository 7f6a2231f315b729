package dev.freshet.models.language;

import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.net.Parameter;
import java.util.List;
import java.util.SplittableRandom;

/** Random decoders of a few thousand weights. */
public final class TinyDecoders {

  private TinyDecoders() {}

  /** Three layers, four heads that share two heads of keys, and heads wider than a fourth. */
  public static DecoderConfig config(Variant variant, Rotary rotary, boolean tied) {
    return new DecoderConfig(40, 24, 3, 4, 2, 8, 32, 64, 1e-5f, rotary, variant, tied);
  }

  /** Random parameters, norms and biases included. */
  public static List<Parameter> parameters(DecoderConfig config, long seed) {
    List<Parameter> all = new Decoder(config).initialise(seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (Parameter each : all) {
      for (int i = 0; i < each.values().length; i++) {
        each.values()[i] += (float) random.nextDouble(-0.3, 0.3);
      }
    }
    return all;
  }

  /** Random tokens. */
  public static int[] ids(DecoderConfig config, int length, long seed) {
    return new SplittableRandom(seed).ints(length, 0, config.vocabulary()).toArray();
  }
}
