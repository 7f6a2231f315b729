package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InteractionSplitTest {
  private static final int VIDEOS = 60;

  @Test
  void putsEveryVideoOfAUserInOnePart() {
    int[][] liked = liked(0, 1, 2, 3, 9, 25, 40);

    InteractionSplit split = InteractionSplit.random(VIDEOS, liked, 1);

    for (int user = 0; user < liked.length; user++) {
      List<Integer> all = new ArrayList<>();
      for (int[][] part : new int[][][] {split.train(), split.validation(), split.test()}) {
        Arrays.stream(part[user]).forEach(all::add);
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(Arrays.stream(liked[user]).boxed().toList());
    }
  }

  @Test
  void judgesByATenthAndChoosesByATenthButByOneAtLeastFromThreeVideosOn() {
    InteractionSplit split =
        InteractionSplit.random(VIDEOS, liked(0, 1, 2, 3, 9, 10, 25, 40), /* seed= */ 1);

    assertThat(lengths(split.test())).containsExactly(0, 0, 0, 1, 1, 1, 2, 4);
    assertThat(lengths(split.validation())).containsExactly(0, 0, 0, 1, 1, 1, 2, 4);
    assertThat(lengths(split.train())).containsExactly(0, 1, 2, 1, 7, 8, 21, 32);
  }

  @Test
  void drawsOtherVideosByAnotherSeedAndTheSameByTheSame() {
    int[][] liked = liked(40, 40);

    int[][] first = InteractionSplit.random(VIDEOS, liked, 1).test();
    int[][] again = InteractionSplit.random(VIDEOS, liked, 1).test();
    int[][] other = InteractionSplit.random(VIDEOS, liked, 2).test();

    assertThat(again).isDeepEqualTo(first);
    assertThat(other[0]).isNotEqualTo(first[0]);
  }

  @Test
  void givesEveryPositiveAsManyNegativesAsAskedForNoneOfThemTheUsersOwn() {
    int negatives = 3;
    InteractionSplit split = InteractionSplit.random(VIDEOS, liked(0, 2, 9, 40, 59), /* seed= */ 1);

    int[] triples = split.triples(negatives, new SplittableRandom(2));

    int[][] times = new int[split.users()][VIDEOS];
    for (int at = 0; at < triples.length; at += 3) {
      times[triples[at]][triples[at + 1]]++;
      assertThat(split.train()[triples[at]]).doesNotContain(triples[at + 2]);
    }
    for (int user = 0; user < split.users(); user++) {
      int[] expected = new int[VIDEOS];
      for (int video : split.train()[user]) {
        expected[video] = negatives;
      }
      assertThat(times[user]).isEqualTo(expected);
    }
  }

  @Test
  void drawsNegativesAmongTheVideosGivenForIt() {
    int[][] none = {{}, {}};
    InteractionSplit split =
        new InteractionSplit(6, new int[][] {{0, 1}, {3}}, none, none, new int[] {1, 3, 5});

    int[] triples = split.triples(/* negatives= */ 40, new SplittableRandom(2));

    // of 1, 3 and 5 user 0 has trained on 1, user 1 on 3
    assertThat(negativesOf(0, triples)).containsOnly(3, 5).contains(3, 5);
    assertThat(negativesOf(1, triples)).containsOnly(1, 5).contains(1, 5);
  }

  private static int[] negativesOf(int user, int[] triples) {
    return IntStream.range(0, triples.length / 3)
        .filter(triple -> triples[3 * triple] == user)
        .map(triple -> triples[3 * triple + 2])
        .toArray();
  }

  /** For each number, a user with that many videos, drawn at random. */
  private static int[][] liked(int... numbers) {
    SplittableRandom random = new SplittableRandom(7);
    return Arrays.stream(numbers)
        .mapToObj(number -> random.ints(0, VIDEOS).distinct().limit(number).toArray())
        .toArray(int[][]::new);
  }

  private static int[] lengths(int[][] part) {
    return Arrays.stream(part).mapToInt(videos -> videos.length).toArray();
  }
}
