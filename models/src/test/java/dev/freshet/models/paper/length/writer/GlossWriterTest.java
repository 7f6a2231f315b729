package dev.freshet.models.paper.length.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.paper.length.AbsoluteJudge;
import dev.freshet.models.paper.length.LengthConfig;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthResult;
import dev.freshet.models.paper.length.LengthSampler;
import dev.freshet.models.paper.length.WordMeter;
import org.junit.jupiter.api.Test;

class GlossWriterTest {

  private static final String SOURCE = "kind5 tiger";

  @Test
  void writesDefinitionsOfAnExactLength() {
    try (Writer writer = new Writer(GlossWriter.weights(), ExecutionProvider.CPU)) {
      for (int words : new int[] {5, 11}) {
        LengthGoal goal = LengthGoal.exact(words);
        LengthResult result =
            new LengthSampler(
                    goal,
                    new WordMeter(),
                    writer.proposer(SOURCE, goal, true),
                    new AbsoluteJudge(text -> writer.meanLogProbability(SOURCE, text)),
                    LengthConfig.paper(1))
                .run();

        assertThat(result.satisfied()).isTrue();
        assertThat(new WordMeter().measure(result.text())).isEqualTo(words);
      }
    }
  }

  @Test
  void knowsWhatADefinitionOfAnAnimalLooksLike() {
    try (Writer writer = new Writer(GlossWriter.weights(), ExecutionProvider.CPU)) {
      double animal = writer.logProbability(SOURCE, "large cat of asia").orElseThrow();
      double shuffled = writer.logProbability(SOURCE, "asia of cat large").orElseThrow();

      assertThat(animal).isGreaterThan(shuffled + 5);
    }
  }
}
