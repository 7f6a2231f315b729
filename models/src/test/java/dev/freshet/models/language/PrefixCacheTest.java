package dev.freshet.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.net.onnx.ExecutionProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
  private static final DecoderConfig CONFIG =
      TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, true);

  /** Keys and values of 3 layers, 2 heads, 8 components, 4 bytes each. */
  private static final int POSITION = 2 * 3 * 2 * 8 * 4;

  @Test
  void computesAPrefixOnce() {
    try (CausalModel model = model(10 * POSITION)) {
      try (Prefix first = model.prefill(1, 2, 3);
          Prefix second = model.prefill(1, 2, 3)) {
        assertThat(second.last()).isSameAs(first.last());
      }

      assertThat(model.prefixStatistics())
          .isEqualTo(new PrefixCacheStatistics(1, 3 * POSITION, 1, 1, 0));
    }
  }

  @Test
  void dropsTheLeastRecentlyUsedPrefixToMakeRoom() {
    try (CausalModel model = model(5 * POSITION)) {
      model.prefill(1, 2).close();
      model.prefill(3, 4).close();
      model.prefill(1, 2).close();

      model.prefill(5, 6, 7).close(); // beside [1, 2], which was used later than [3, 4]

      assertThat(model.prefixStatistics())
          .isEqualTo(new PrefixCacheStatistics(2, 5 * POSITION, 1, 3, 1));
      model.prefill(1, 2).close();
      assertThat(model.prefixStatistics().hits()).isEqualTo(2);
    }
  }

  @Test
  void keepsADroppedPrefixUntilItsUseEnds() {
    try (CausalModel model = model(2 * POSITION);
        Prefix used = model.prefill(1, 2)) {
      float[] before = model.after(used, List.of(new int[] {9})).logits().values();

      model.prefill(3, 4).close();

      assertThat(model.prefixStatistics().evictions()).isEqualTo(1);
      assertThat(model.after(used, List.of(new int[] {9})).logits().values()).isEqualTo(before);
    }
  }

  @Test
  void doesNotKeepAPrefixThatAloneIsTooLarge() {
    try (CausalModel model = model(2 * POSITION)) {
      model.prefill(1).close();
      model.prefill(1, 2, 3).close();

      assertThat(model.prefixStatistics())
          .isEqualTo(new PrefixCacheStatistics(1, POSITION, 0, 2, 0));
    }
  }

  @Test
  void refusesTokensAndLengthsThatTheModelDoesNotHave() {
    try (CausalModel model = model(0);
        Prefix prefix = model.prefill(1)) {
      assertThatThrownBy(() -> model.prefill(40))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a token must be in [0, 40): 40");
      assertThatThrownBy(() -> model.prefill(new int[65]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("65 positions are more than the context of 64");
      assertThatThrownBy(() -> model.after(prefix, List.of(new int[64])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("65 positions are more than the context of 64");
    }
  }

  private static CausalModel model(long bytes) {
    return CausalModel.of(
        "tiny", CONFIG, TinyDecoders.parameters(CONFIG, 1), ExecutionProvider.CPU, bytes);
  }
}
