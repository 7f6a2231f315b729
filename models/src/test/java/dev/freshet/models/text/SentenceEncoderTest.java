package dev.freshet.models.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceEncoderTest {

  @Test
  void cutsWordsIntoTheLongestPiecesOfTheVocabulary() throws IOException {
    try (InputStream file =
        SentenceEncoder.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
      WordPiece tokenizer = WordPiece.read(requireNonNull(file));

      // [CLS] hello , world ! [SEP]
      assertThat(tokenizer.ids("Héllo,  WORLD!", 128))
          .containsExactly(101, 7592, 1010, 2088, 999, 102);
      // em ##bed ##ding ##s
      assertThat(tokenizer.ids("embeddings", 128))
          .containsExactly(101, 7861, 8270, 4667, 2015, 102);
      assertThat(tokenizer.ids("hello world hello world", 4)).containsExactly(101, 7592, 2088, 102);
      assertThat(tokenizer.ids("", 128)).containsExactly(101, 102);
    }
  }

  @Test
  void putsTextsThatMeanTheSameCloseTogetherWhateverTheBatch() {
    List<String> texts =
        List.of(
            "A cat plays with a ball of wool",
            "a kitten playing",
            "How to change the oil of a car",
            "");
    try (SentenceEncoder encoder = SentenceEncoder.load()) {

      float[][] vectors = encoder.encode(texts);

      assertThat(vectors).hasNumberOfRows(4);
      assertThat(dot(vectors[0], vectors[0])).isCloseTo(1, within(1e-5));
      assertThat(dot(vectors[0], vectors[1])).isGreaterThan(dot(vectors[0], vectors[2]) + 0.3);
      assertThat(dot(encoder.encode(texts.subList(0, 1))[0], vectors[0]))
          .isCloseTo(1, within(0.02)); // activations are rounded to 8 bits by the batch
    }
  }

  private static double dot(float[] one, float[] two) {
    double sum = 0;
    for (int c = 0; c < one.length; c++) {
      sum += (double) one[c] * two[c];
    }
    return sum;
  }
}
