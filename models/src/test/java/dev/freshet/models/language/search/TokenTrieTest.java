package dev.freshet.models.language.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenTrieTest {

  @Test
  void leadsToEachItem() {
    TokenTrie trie = new TokenTrie();
    trie.add(new int[] {5, 1}, 10);
    trie.add(new int[] {3, 2, 4}, 11);
    trie.add(new int[] {3, 2, 1}, 12);

    assertThat(trie.next()).containsExactly(3, 5);
    assertThat(trie.next(3, 2)).containsExactly(1, 4);
    assertThat(trie.next(3, 2, 1)).isEmpty();
    assertThat(trie.next(7)).isEmpty();
    assertThat(trie.item(3, 2, 1)).hasValue(12);
    assertThat(trie.item(3, 2)).isEmpty();
    assertThat(trie.item(5, 1, 1)).isEmpty();
    assertThat(trie.size()).isEqualTo(3);
  }

  @Test
  void givesASequenceAnotherItem() {
    TokenTrie trie = new TokenTrie();

    assertThat(trie.add(new int[] {1, 2}, 7)).isTrue();
    assertThat(trie.add(new int[] {1, 2}, 8)).isFalse();

    assertThat(trie.item(1, 2)).hasValue(8);
    assertThat(trie.size()).isEqualTo(1);
  }

  @Test
  void removesWhatLeadsToNothingElse() {
    TokenTrie trie = new TokenTrie();
    trie.add(new int[] {1, 2, 3}, 0);
    trie.add(new int[] {1, 4, 5}, 1);

    assertThat(trie.remove(new int[] {1, 2, 3})).isTrue();
    assertThat(trie.remove(new int[] {1, 2, 3})).isFalse();
    assertThat(trie.remove(new int[] {1, 4})).isFalse();

    assertThat(trie.next(1)).containsExactly(4);
    assertThat(trie.size()).isEqualTo(1);
  }

  @Test
  void refusesSequencesThatBeginAnother() {
    TokenTrie trie = new TokenTrie();
    trie.add(new int[] {1, 2, 3}, 0);

    assertThatThrownBy(() -> trie.add(new int[] {1, 2}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sequence begins another: [1, 2]");
    assertThatThrownBy(() -> trie.add(new int[] {1, 2, 3, 4}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("another sequence begins this one: [1, 2, 3, 4]");
    assertThatThrownBy(() -> trie.add(new int[0], 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(trie.size()).isEqualTo(1);
  }

  @Test
  void isWhatAMapOfTheLiveSequencesSaysAfterManyChanges() {
    SplittableRandom random = new SplittableRandom(1);
    TokenTrie trie = new TokenTrie();
    Map<List<Integer>, Integer> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int[] tokens = random.ints(3, 0, 12).toArray();
      List<Integer> key = IntStream.of(tokens).boxed().toList();
      if (random.nextInt(3) > 0) {
        assertThat(trie.add(tokens, i)).isEqualTo(expected.put(key, i) == null);
      } else {
        assertThat(trie.remove(tokens)).isEqualTo(expected.remove(key) != null);
      }
    }

    assertThat(trie.size()).isEqualTo(expected.size());
    List<OptionalInt> items = new ArrayList<>();
    expected.forEach((key, item) -> items.add(trie.item(ints(key))));
    assertThat(items)
        .containsExactlyElementsOf(expected.values().stream().map(OptionalInt::of).toList());
    TreeSet<Integer> firsts = new TreeSet<>();
    expected.keySet().forEach(key -> firsts.add(key.getFirst()));
    assertThat(trie.next()).isEqualTo(ints(List.copyOf(firsts)));
  }

  @Test
  void holdsAMillionItemsInSixtyFourMebibytes() {
    SplittableRandom random = new SplittableRandom(2);
    TokenTrie trie = new TokenTrie();
    int item = 0;
    while (trie.size() < 1_000_000) { // three levels of 256 codes, and one that tells equals apart
      int[] tokens = random.ints(4, 0, 256).toArray();
      tokens[3] += 768;
      trie.add(tokens, item++);
    }

    assertThat(trie.bytes()).isLessThanOrEqualTo(64L << 20);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
