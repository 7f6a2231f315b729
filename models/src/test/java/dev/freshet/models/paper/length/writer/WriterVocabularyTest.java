package dev.freshet.models.paper.length.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriterVocabularyTest {

  private final WriterVocabulary vocabulary =
      WriterVocabulary.of(
          List.of("a dog's bone (of a dog)", "a dog; well-known, of course"), List.of("#5"), 100);

  @Test
  void ordersWordsByFrequencyAndThenByName() {
    assertThat(vocabulary.words()).startsWith("#5", "a", "dog", "of");
  }

  @Test
  void writesBackWhatItEncodes() {
    String text = "a well-known dog's course (of bone), a dog";

    assertThat(vocabulary.encode(text).map(vocabulary::decode)).contains(text);
  }

  @Test
  void hasNoTokensForATextWithAnUnknownWord() {
    assertThat(vocabulary.encode("a cat")).isEmpty();
  }

  @Test
  void hasNoTokensForATextThatWouldBeWrittenBackOtherwise() {
    assertThat(vocabulary.encode("a  dog")).isEmpty();
    assertThat(vocabulary.encode("a dog , of course")).isEmpty();
  }

  @Test
  void spellsUnknownWordsOfASource() {
    assertThat(vocabulary.encodeSource("dog", 10)).hasSize(2);
    assertThat(vocabulary.encodeSource("Cat", 10)).hasSize(4);
    assertThat(vocabulary.encodeSource("a ".repeat(50), 10)).hasSize(10);
  }

  @Test
  void countsWordsAndNotMarks() {
    int[] tokens = vocabulary.encode("a dog's bone, of (course)").orElseThrow();

    // a dog 's bone , of ( course )
    assertThat(Arrays.stream(tokens).filter(vocabulary::isWord).count()).isEqualTo(6);
  }

  @Test
  void refusesAWordThatStandsTwice() {
    assertThatThrownBy(() -> new WriterVocabulary(List.of("a", "b", "a")))
        .hasMessageContaining("twice: a");
  }
}
