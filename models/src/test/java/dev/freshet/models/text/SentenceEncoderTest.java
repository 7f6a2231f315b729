package dev.freshet.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.onnx.OnnxRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceEncoderTest {

  @Test
  void cutsWordsIntoTheLongestPiecesOfTheVocabulary() {
    try (SentenceEncoder encoder = SentenceEncoder.load(OnnxRuntime.cpu())) {

      long[][] tokens =
          encoder.tokens(List.of("Héllo,  WORLD!", "embeddings", "", "hello ".repeat(200)));

      // [CLS] hello , world ! [SEP]
      assertThat(tokens[0]).containsExactly(101, 7592, 1010, 2088, 999, 102);
      // em ##bed ##ding ##s
      assertThat(tokens[1]).containsExactly(101, 7861, 8270, 4667, 2015, 102);
      assertThat(tokens[2]).containsExactly(101, 102);
      assertThat(tokens[3]).hasSize(128).startsWith(101, 7592).endsWith(7592, 102);
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
    try (SentenceEncoder encoder = SentenceEncoder.load(OnnxRuntime.cpu())) {

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
