package dev.freshet.models.language.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Prefix;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.TinyDecoders;
import dev.freshet.models.net.onnx.ExecutionProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeamSearchTest {
  private static final DecoderConfig CONFIG =
      TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, true);
  private static final int[] HISTORY = TinyDecoders.ids(CONFIG, 9, 1);

  @Test
  void findsTheMostProbableItemsWhereAllSequencesAreKept() {
    List<int[]> sequences = sequences();
    try (CausalModel model = model();
        Prefix prefix = model.prefill(HISTORY)) {
      List<BeamSearch.Found> found =
          new BeamSearch(60).search(model, prefix, trie(sequences), item -> true);

      double[] probabilities = model.logProbabilities(prefix, sequences);
      List<Integer> expected =
          IntStream.range(0, sequences.size())
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> probabilities[i]).reversed())
              .toList();
      assertThat(found).extracting(BeamSearch.Found::item).isEqualTo(expected);
      for (BeamSearch.Found each : found) {
        assertThat(each.logProbability()).isEqualTo(probabilities[each.item()], within(1e-3));
        assertThat(each.tokens()).isEqualTo(sequences.get(each.item()));
      }
    }
  }

  @Test
  void findsNoRemovedAndNoUnwantedItem() {
    List<int[]> sequences = sequences();
    TokenTrie trie = trie(sequences);
    try (CausalModel model = model();
        Prefix prefix = model.prefill(HISTORY)) {
      BeamSearch search = new BeamSearch(60);
      int best = search.search(model, prefix, trie, item -> true).getFirst().item();
      int second = search.search(model, prefix, trie, item -> true).get(1).item();
      trie.remove(sequences.get(best));

      List<BeamSearch.Found> found = search.search(model, prefix, trie, item -> item != second);

      assertThat(found).hasSize(sequences.size() - 2);
      assertThat(found).extracting(BeamSearch.Found::item).doesNotContain(best, second);
    }
  }

  @Test
  void keepsNoMoreSequencesThanItsWidth() {
    try (CausalModel model = model();
        Prefix prefix = model.prefill(HISTORY)) {
      assertThat(new BeamSearch(3).search(model, prefix, trie(sequences()), item -> true))
          .hasSize(3)
          .isSortedAccordingTo(
              Comparator.comparingDouble(BeamSearch.Found::logProbability).reversed());
    }
  }

  @Test
  void findsNothingInAnEmptyTrie() {
    try (CausalModel model = model();
        Prefix prefix = model.prefill(HISTORY)) {
      assertThat(new BeamSearch(3).search(model, prefix, new TokenTrie(), item -> true)).isEmpty();
    }
  }

  /** Thirty of four tokens each. */
  private static List<int[]> sequences() {
    SplittableRandom random = new SplittableRandom(3);
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int[] tokens = random.ints(4, 0, 5).toArray();
      tokens[3] = i; // tells equals apart
      sequences.add(tokens);
    }
    return sequences;
  }

  private static TokenTrie trie(List<int[]> sequences) {
    TokenTrie trie = new TokenTrie();
    for (int i = 0; i < sequences.size(); i++) {
      trie.add(sequences.get(i), i);
    }
    return trie;
  }

  private static CausalModel model() {
    return CausalModel.of(
        "tiny", CONFIG, TinyDecoders.parameters(CONFIG, 2), ExecutionProvider.CPU, 0);
  }
}
