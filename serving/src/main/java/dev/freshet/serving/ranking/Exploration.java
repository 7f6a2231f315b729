package dev.freshet.serving.ranking;

import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives each place of a page, with a small probability, to a video that the model could not choose
 * well because hardly anybody has watched it yet. Which one is drawn by chance, the more likely the
 * more the model makes of what it can know of it. What is shown so carries the probability with
 * which it was chosen, so that what comes of it can be weighed.
 */
public final class Exploration {

  private final double share;
  private final double temperature;

  /**
   * @param share probability with which a place is given away, in [0, 1]
   * @param temperature difference of scores that makes a video {@code e} times as likely; positive
   */
  public Exploration(double share, double temperature) {
    this.share = share;
    this.temperature = temperature;
  }

  /**
   * The page with some places given away. A video that is put in keeps its own score.
   *
   * @param fresh videos to draw from; those on the page are left out
   * @param scores what the model gave each video that it ranked; one that it did not rank gets 0,
   *     and is drawn as if it had the mean of the others
   */
  public List<Place> mix(
      List<Place> page, List<Candidate> fresh, Map<String, Float> scores, RandomGenerator random) {
    Set<String> shown = new HashSet<>();
    page.forEach(place -> shown.add(place.video().getVideo()));
    List<Candidate> left = new ArrayList<>(fresh);
    left.removeIf(candidate -> shown.contains(candidate.id()));
    double[] weights = weights(left, scores);
    double sum = Arrays.stream(weights).sum();
    List<Place> mixed = new ArrayList<>(page.size());
    for (Place place : page) {
      if (sum <= 0) {
        mixed.add(place);
      } else if (random.nextDouble() < share) {
        int drawn = draw(weights, random.nextDouble() * sum);
        Candidate candidate = left.get(drawn);
        mixed.add(
            Place.of(
                new Candidate(candidate.video(), Source.EXPLORATION),
                scores.getOrDefault(candidate.id(), 0f),
                (float) (share * weights[drawn] / sum)));
        weights[drawn] = 0;
        sum = Arrays.stream(weights).sum();
      } else {
        mixed.add(
            new Place(
                place.video(), place.score(), place.source(), (float) (1 - share), List.of()));
      }
    }
    return mixed;
  }

  /** {@code exp((score - mean) / temperature)}; 1 for a video without a score. */
  private double[] weights(List<Candidate> candidates, Map<String, Float> scores) {
    double mean =
        candidates.stream()
            .map(Candidate::id)
            .filter(scores::containsKey)
            .mapToDouble(id -> scores.getOrDefault(id, 0f))
            .average()
            .orElse(0);
    return candidates.stream()
        .map(Candidate::id)
        .mapToDouble(
            id ->
                scores.containsKey(id)
                    ? Math.exp((scores.getOrDefault(id, 0f) - mean) / temperature)
                    : 1)
        .toArray();
  }

  /** The place that {@code at} falls on when the weights are laid side by side. */
  private static int draw(double[] weights, double at) {
    double rest = at;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        rest -= weights[i];
        if (rest < 0) {
          break;
        }
      }
    }
    return last;
  }
}
