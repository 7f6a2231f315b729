package dev.freshet.models.language.search;

import dev.freshet.models.language.Beams;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Logits;
import dev.freshet.models.language.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Finds the items of a trie that a model finds most probable after a prefix. Only sequences that
 * lead to an item are continued, so that nothing else can come out.
 *
 * @param width sequences that are kept at each step; positive
 */
public record BeamSearch(int width) {

  public BeamSearch {
    if (width < 1) {
      throw new IllegalArgumentException("width must be positive: " + width);
    }
  }

  /**
   * An item with its tokens.
   *
   * @param logProbability sum over the tokens, among the whole vocabulary
   */
  @SuppressWarnings("ArrayRecordComponent") // made once for each result
  public record Found(int item, int[] tokens, double logProbability) {}

  /** A sequence and the beam that it continues. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Candidate(int parent, int[] tokens, double logProbability) {
    int last() {
      return tokens[tokens.length - 1];
    }
  }

  /**
   * Searches.
   *
   * @param prefix not empty; stays open
   * @param wanted which items may come out
   * @return most probable first, at most {@link #width}
   */
  public List<Found> search(CausalModel model, Prefix prefix, TokenTrie trie, IntPredicate wanted) {
    List<Found> found = new ArrayList<>();
    List<Candidate> kept = List.of(new Candidate(0, new int[0], 0));
    Logits logits = prefix.last().logits();
    try (Beams beams = model.beams(prefix)) {
      while (true) {
        kept = grow(kept, logits, trie, wanted, found);
        if (kept.isEmpty()) {
          break;
        }
        logits =
            beams
                .step(
                    kept.stream().mapToInt(Candidate::parent).toArray(),
                    kept.stream().mapToInt(Candidate::last).toArray())
                .logits();
      }
    }
    found.sort(Comparator.comparingDouble(Found::logProbability).reversed());
    return List.copyOf(found.subList(0, Math.min(width, found.size())));
  }

  /** The best continuations that are no items; those that are go to {@code found}. */
  private List<Candidate> grow(
      List<Candidate> kept, Logits logits, TokenTrie trie, IntPredicate wanted, List<Found> found) {
    List<Candidate> grown = new ArrayList<>();
    for (int row = 0; row < kept.size(); row++) {
      Candidate parent = kept.get(row);
      double sum = logits.logSum(row);
      for (int token : trie.next(parent.tokens())) {
        int[] tokens = Arrays.copyOf(parent.tokens(), parent.tokens().length + 1);
        tokens[tokens.length - 1] = token;
        double probability = parent.logProbability() + logits.get(row, token) - sum;
        OptionalInt item = trie.item(tokens);
        if (item.isEmpty()) {
          grown.add(new Candidate(row, tokens, probability));
        } else if (wanted.test(item.getAsInt())) {
          found.add(new Found(item.getAsInt(), tokens, probability));
        }
      }
    }
    grown.sort(Comparator.comparingDouble(Candidate::logProbability).reversed());
    return grown.subList(0, Math.min(width, grown.size()));
  }
}
