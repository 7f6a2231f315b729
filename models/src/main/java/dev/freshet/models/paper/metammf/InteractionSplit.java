package dev.freshet.models.paper.metammf;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What users liked, in three parts. Users and videos are numbers from 0.
 *
 * @param videos number of videos, those without interactions included
 * @param train the videos of each user to learn from, ascending
 * @param validation to choose by, ascending
 * @param test to judge by, ascending
 * @param negatives videos that a negative is drawn from
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record InteractionSplit(
    int videos, int[][] train, int[][] validation, int[][] test, int[] negatives) {

  public InteractionSplit {
    if (train.length != validation.length || train.length != test.length) {
      throw new IllegalArgumentException(
          "parts of %d, %d and %d users".formatted(train.length, validation.length, test.length));
    }
    if (negatives.length == 0) {
      throw new IllegalArgumentException("no video to draw negatives from");
    }
    for (int[][] part : new int[][][] {train, validation, test}) {
      for (int[] liked : part) {
        Arrays.sort(liked);
        if (liked.length > 0 && (liked[0] < 0 || liked[liked.length - 1] >= videos)) {
          throw new IllegalArgumentException("a video is not one of " + videos);
        }
      }
    }
  }

  /**
   * The paper's split: of each user's videos, in random order, a tenth to judge by, a tenth to
   * choose by, rounded down but at least one each from three videos on; the rest to learn from.
   *
   * @param liked the videos of each user, without repeats
   */
  public static InteractionSplit random(int videos, int[][] liked, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] shuffled = new int[liked.length][];
    for (int user = 0; user < liked.length; user++) {
      shuffled[user] = liked[user].clone();
      shuffle(shuffled[user], random);
    }
    return of(videos, shuffled);
  }

  /**
   * The same parts by time: the latest tenth of each user's videos to judge by, the tenth before it
   * to choose by.
   *
   * @param liked the videos of each user, without repeats, the oldest first
   */
  public static InteractionSplit latest(int videos, int[][] liked) {
    int[][] latestFirst = new int[liked.length][];
    for (int user = 0; user < liked.length; user++) {
      int[] own = liked[user];
      latestFirst[user] =
          IntStream.range(0, own.length).map(i -> own[own.length - 1 - i]).toArray();
    }
    return of(videos, latestFirst);
  }

  /**
   * @param order the videos of each user: those to judge by, those to choose by, the rest
   */
  private static InteractionSplit of(int videos, int[][] order) {
    int users = order.length;
    int[][] train = new int[users][];
    int[][] validation = new int[users][];
    int[][] test = new int[users][];
    for (int user = 0; user < users; user++) {
      int[] own = order[user];
      int held = own.length < 3 ? 0 : Math.max(1, own.length / 10);
      test[user] = Arrays.copyOfRange(own, 0, held);
      validation[user] = Arrays.copyOfRange(own, held, 2 * held);
      train[user] = Arrays.copyOfRange(own, 2 * held, own.length);
    }
    return new InteractionSplit(
        videos, train, validation, test, IntStream.range(0, videos).toArray());
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }

  /** Number of users. */
  public int users() {
    return train.length;
  }

  /** Number of training interactions of each video. */
  public int[] trainCounts() {
    int[] counts = new int[videos];
    for (int[] liked : train) {
      for (int video : liked) {
        counts[video]++;
      }
    }
    return counts;
  }

  /**
   * Every training interaction with negatives: videos that the user has no training interaction
   * with, drawn with repeats.
   *
   * @param negatives of each interaction; positive
   * @return user, positive and negative, one triple after the other, in random order
   */
  int[] triples(int negatives, SplittableRandom random) {
    int positives = Arrays.stream(train).mapToInt(liked -> liked.length).sum();
    int[] starts = IntStream.range(0, positives * negatives).toArray();
    shuffle(starts, random);
    int[] triples = new int[3 * starts.length];
    int t = 0;
    for (int user = 0; user < train.length; user++) {
      for (int video : train[user]) {
        for (int n = 0; n < negatives; n++) {
          int at = 3 * starts[t++];
          triples[at] = user;
          triples[at + 1] = video;
          triples[at + 2] = negative(train[user], random);
        }
      }
    }
    return triples;
  }

  /** A video that is not among these; any, should a hundred in a row be. */
  private int negative(int[] liked, SplittableRandom random) {
    int drawn = negatives[random.nextInt(negatives.length)];
    for (int tries = 0; tries < 100 && Arrays.binarySearch(liked, drawn) >= 0; tries++) {
      drawn = negatives[random.nextInt(negatives.length)];
    }
    return drawn;
  }

  /** Number of interactions in all parts. */
  public long size() {
    long size = 0;
    for (int[][] part : new int[][][] {train, validation, test}) {
      for (int[] liked : part) {
        size += liked.length;
      }
    }
    return size;
  }

  /** Videos with a training interaction. */
  int[] trained() {
    int[] counts = trainCounts();
    return IntStream.range(0, videos).filter(video -> counts[video] > 0).toArray();
  }
}
