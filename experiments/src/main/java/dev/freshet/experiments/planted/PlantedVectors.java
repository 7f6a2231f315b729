package dev.freshet.experiments.planted;

import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What is seen and heard of a video, as vectors. Of the topics with an even index the sound tells
 * what a video is about, of the others the picture; the other modality looks as if the video were
 * about something else. Both say which kind of topic it is.
 *
 * <p>A video's vectors are a function of the seed and the video alone.
 */
public final class PlantedVectors {

  /** Components of each vector. */
  public static final int DIMENSION = 16;

  /** Components that say which kind of topic it is. */
  private static final int KIND = 2;

  private static final double MAIN_SHARE = 0.8;
  private static final double NOISE = 0.3;

  private final long seed;
  private final PopularTopics popularity;
  private final double[][] visual;
  private final double[][] acoustic;

  /**
   * @param topics number of topics
   */
  public PlantedVectors(long seed, int topics) {
    this.seed = seed;
    this.popularity = new PopularTopics(topics);
    var random = new SplittableRandom(seed * 0xBF58476D1CE4E5B9L);
    this.visual = codes(topics, random);
    this.acoustic = codes(topics, random);
  }

  private static double[][] codes(int topics, SplittableRandom random) {
    double[][] codes = new double[topics][DIMENSION - KIND];
    for (double[] code : codes) {
      for (int i = 0; i < code.length; i++) {
        code[i] = random.nextGaussian();
      }
    }
    return codes;
  }

  /** The vectors of a video, by the names of the modalities. */
  public Map<String, List<Float>> of(PlantedVideo video) {
    var random = new SplittableRandom(seed ^ video.id().hashCode() * 0x94D049BB133111EBL);
    boolean heard = video.topic() % 2 == 0;
    int otherTopic = popularity.draw(random);
    int otherSide = popularity.draw(random);
    return Map.of(
        Modality.VISUAL.id(),
        heard
            ? vector(visual, otherTopic, otherSide, true, random)
            : vector(visual, video.topic(), video.sideTopic(), false, random),
        Modality.ACOUSTIC.id(),
        heard
            ? vector(acoustic, video.topic(), video.sideTopic(), true, random)
            : vector(acoustic, otherTopic, otherSide, false, random));
  }

  private static List<Float> vector(
      double[][] codes, int topic, int sideTopic, boolean heard, SplittableRandom random) {
    List<Float> vector = new ArrayList<>(DIMENSION);
    for (int i = 0; i < DIMENSION - KIND; i++) {
      double shown = MAIN_SHARE * codes[topic][i] + (1 - MAIN_SHARE) * codes[sideTopic][i];
      vector.add((float) (shown + NOISE * random.nextGaussian()));
    }
    vector.add((float) ((heard ? 1 : 0) + NOISE * random.nextGaussian()));
    vector.add((float) ((heard ? 0 : 1) + NOISE * random.nextGaussian()));
    return vector;
  }
}
