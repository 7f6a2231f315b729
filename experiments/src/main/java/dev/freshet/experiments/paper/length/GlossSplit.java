package dev.freshet.experiments.paper.length;

import dev.freshet.experiments.paper.length.WordNetGlosses.Gloss;
import dev.freshet.models.paper.length.WordMeter;
import dev.freshet.models.paper.length.writer.WriterExample;
import dev.freshet.models.paper.length.writer.WriterShape;
import dev.freshet.models.paper.length.writer.WriterVocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Glosses to learn from and glosses of headwords that the writer has never seen. All glosses of a
 * headword fall on one side, by a checksum of the word: one word of 25 is held out.
 *
 * @param training what the writer and the scorer learn from
 * @param heldOut references of the requests, each of 4 to 20 words and without unknown words
 * @param vocabulary words of the training glosses
 */
record GlossSplit(
    List<WriterExample> training, List<WriterExample> heldOut, WriterVocabulary vocabulary) {

  static final int SHORTEST = 4;
  static final int LONGEST = 20;

  private static final int HELD_OUT_OF = 25;
  private static final int CATEGORIES = 45;

  GlossSplit {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /** Splits the glosses and takes the vocabulary of the writer's shape from the training side. */
  static GlossSplit of(List<Gloss> glosses, WriterShape shape) {
    List<WriterExample> training = new ArrayList<>();
    List<WriterExample> candidates = new ArrayList<>();
    for (Gloss gloss : glosses) {
      WriterExample example = new WriterExample(source(gloss), gloss.text());
      (isHeldOut(gloss.headword()) ? candidates : training).add(example);
    }
    WriterVocabulary vocabulary =
        WriterVocabulary.of(
            training.stream().map(WriterExample::text).toList(),
            IntStream.range(0, CATEGORIES).mapToObj(GlossSplit::category).toList(),
            shape.words());
    WordMeter meter = new WordMeter();
    List<WriterExample> heldOut =
        candidates.stream()
            .filter(example -> vocabulary.encode(example.text()).isPresent())
            .filter(
                example -> {
                  int words = meter.measure(example.text());
                  return words >= SHORTEST && words <= LONGEST;
                })
            .toList();
    return new GlossSplit(training, heldOut, vocabulary);
  }

  private static String source(Gloss gloss) {
    return category(gloss.category()) + " " + gloss.headword();
  }

  private static String category(int number) {
    return "kind" + number;
  }

  private static boolean isHeldOut(String headword) {
    CRC32 checksum = new CRC32();
    checksum.update(headword.getBytes(StandardCharsets.UTF_8));
    return checksum.getValue() % HELD_OUT_OF == 0;
  }
}
