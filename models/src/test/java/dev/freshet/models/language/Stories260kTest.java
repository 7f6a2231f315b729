package dev.freshet.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.models.data.PublishedData;
import dev.freshet.models.language.load.Checkpoint;
import dev.freshet.models.language.load.Llama2cFile;
import dev.freshet.models.net.onnx.ExecutionProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A published model writes what it is known to write, however it is run: greedily the same 200
 * tokens.
 */
class Stories260kTest {
  private static final int BEGINNING = 1;

  /** "Once upon a time, there was a little girl named Lily. She loved to play outside in the …". */
  private static final int[] STORY = {
    403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421, 395, 317, 426, 338, 401, 396, 267,
    337, 410, 408, 419, 292, 411, 322, 265, 282, 295, 433, 426, 385, 328, 432, 358, 394, 261, 370,
    432, 352, 266, 268, 388, 426, 338, 391, 266, 267, 337, 335, 312, 432, 398, 312, 286, 267, 414,
    270, 333, 415, 426, 13, 438, 310, 439, 419, 357, 336, 432, 313, 438, 310, 432, 278, 316, 439,
    419, 298, 414, 267, 265, 282, 295, 433, 426, 436, 317, 286, 296, 418, 269, 279, 292, 416, 439,
    413, 409, 416, 327, 263, 415, 294, 267, 400, 426, 338, 336, 432, 313, 442, 391, 267, 337, 335,
    364, 420, 268, 388, 432, 398, 359, 280, 303, 439, 413, 272, 417, 264, 312, 426, 436, 13, 438,
    310, 286, 296, 418, 269, 279, 292, 416, 439, 413, 409, 416, 327, 263, 415, 294, 267, 400, 426,
    338, 336, 432, 313, 442, 439, 423, 262, 304, 420, 422, 432, 317, 426, 359, 279, 292, 416, 439,
    413, 409, 416, 327, 263, 415, 294, 267, 400, 426, 436, 13, 438, 310, 279, 292, 416, 439, 413,
    391, 267, 281, 421, 427, 311, 357, 432, 384, 358
  };

  private static Checkpoint checkpoint;

  @BeforeAll
  static void read() {
    Path folder = PublishedData.folder("stories260k");
    assumeTrue(Files.isDirectory(folder), () -> folder + " is missing");
    checkpoint = Llama2cFile.read(folder.resolve("stories260K.bin"));
  }

  @Test
  void continuesWithTheStoryStepByStepWithACache() {
    try (CausalModel model = served();
        Prefix beginning = model.prefill(BEGINNING);
        Beams beams = model.beams(beginning)) {
      int[] story = new int[STORY.length];
      story[0] = beginning.last().logits().best(0);
      for (int i = 1; i < story.length; i++) {
        story[i] = beams.step(story[i - 1]).logits().best(0);
      }

      assertThat(story).isEqualTo(STORY);
    }
  }

  @Test
  void continuesWithTheStoryInEachRowOfABatch() {
    try (CausalModel model = served();
        Prefix beginning = model.prefill(BEGINNING);
        Beams beams = model.beams(beginning)) {
      int[][] stories = new int[STORY.length][3];
      Arrays.fill(stories[0], beginning.last().logits().best(0));
      for (int i = 1; i < stories.length; i++) {
        Logits logits =
            i == 1
                ? beams.step(new int[3], stories[0]).logits()
                : beams.step(stories[i - 1]).logits();
        for (int row = 0; row < 3; row++) {
          stories[i][row] = logits.best(row);
        }
      }

      for (int row = 0; row < 3; row++) {
        int one = row;
        assertThat(Arrays.stream(stories).mapToInt(each -> each[one]).toArray()).isEqualTo(STORY);
      }
    }
  }

  @Test
  void findsEachTokenOfTheStoryBestWithoutACache() {
    int[] all = IntStream.range(0, STORY.length).toArray();
    try (CausalModel model = served()) {
      Logits logits =
          model
              .forward(
                  new TokenBatch(
                      1, all.length, given(), all, TokenBatch.causal(all.length), all, null))
              .logits();

      assertThat(best(logits)).isEqualTo(STORY);
    }
  }

  @Test
  void findsEachTokenOfTheStoryBestWhereItIsTrained() {
    float[] logits =
        DecoderParityTest.trained(checkpoint.config(), checkpoint.parameters(), given());

    assertThat(best(new Logits(logits, checkpoint.config().vocabulary()))).isEqualTo(STORY);
  }

  /** What stands before each token of the story: greedy search finds it if each is the best. */
  private static int[] given() {
    return IntStream.concat(IntStream.of(BEGINNING), Arrays.stream(STORY).limit(STORY.length - 1))
        .toArray();
  }

  private static int[] best(Logits logits) {
    return IntStream.range(0, logits.rows()).map(logits::best).toArray();
  }

  private static CausalModel served() {
    return CausalModel.of(
        "stories260k", checkpoint.config(), checkpoint.parameters(), ExecutionProvider.CPU, 0);
  }
}
