package dev.freshet.experiments.paper.length;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.paper.length.WordNetGlosses.Gloss;
import dev.freshet.models.paper.length.writer.WriterShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordNetGlossesTest {

  @Test
  void readsHeadwordKindAndDefinitionOfALine() {
    String line =
        "00978171 04 n 03 safety_blitz 0 blitz 2 001 @ 00557350 n 0000 "
            + "| (American football) defensive players; \"a daring safety blitz\"  ";

    assertThat(WordNetGlosses.parse(line))
        .contains(new Gloss("safety blitz", 4, "(american football) defensive players"));
  }

  @Test
  void leavesTheMarkerOfAnAdjectiveOut() {
    String line = "00013887 00 s 01 galore(ip) 0 001 & 00013662 a 0000 | in great numbers;";

    assertThat(WordNetGlosses.parse(line)).contains(new Gloss("galore", 0, "in great numbers"));
  }

  @Test
  void skipsTheLicence() {
    assertThat(WordNetGlosses.parse("  1 This software | and database")).isEmpty();
  }

  @Test
  void holdsOutHeadwordsThatTheVocabularyCanSay() {
    List<Gloss> glosses = WordNetGlosses.all();
    GlossSplit split = GlossSplit.of(glosses, WriterShape.glosses());

    assertThat(glosses).hasSizeGreaterThan(117_000);
    assertThat(split.heldOut()).hasSizeGreaterThan(500);
    assertThat(split.training()).doesNotContainAnyElementsOf(split.heldOut().subList(0, 50));
  }

  @Test
  void scoresEnglishAboveTheSameWordsInAnotherOrder() {
    GlossSplit split = GlossSplit.of(WordNetGlosses.all(), WriterShape.glosses());
    TrigramScorer scorer = new TrigramScorer(split.training());

    assertThat(scorer.meanLogProbability("a small bird of the sea"))
        .isGreaterThan(scorer.meanLogProbability("sea the bird a of small") + 1);
  }
}
