package dev.freshet.serving.ranking;

import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Gives each place of a page, with a small probability, to a video that the model could not choose
 * well because nobody has watched it yet. What is shown so carries the probability with which it
 * was chosen, so that what comes of it can be weighed.
 */
public final class Exploration {

  private final double share;

  /**
   * @param share probability with which a place is given away, in [0, 1]
   */
  public Exploration(double share) {
    this.share = share;
  }

  /**
   * The page with some places given away. A video that is put in keeps its own score.
   *
   * @param fresh videos to draw from; those on the page are left out
   * @param scores what the model gave each video that it ranked; one that it did not rank gets 0
   */
  public List<Place> mix(
      List<Place> page, List<Candidate> fresh, Map<String, Float> scores, RandomGenerator random) {
    Set<String> shown = new HashSet<>();
    page.forEach(place -> shown.add(place.video().getVideo()));
    List<Candidate> left = new ArrayList<>(fresh);
    left.removeIf(candidate -> shown.contains(candidate.id()));
    List<Place> mixed = new ArrayList<>(page.size());
    for (Place place : page) {
      if (left.isEmpty()) {
        mixed.add(place);
      } else if (random.nextDouble() < share) {
        float propensity = (float) (share / left.size());
        Candidate drawn = left.remove(random.nextInt(left.size()));
        mixed.add(
            Place.of(
                new Candidate(drawn.video(), Source.EXPLORATION),
                scores.getOrDefault(drawn.id(), 0f),
                propensity));
      } else {
        mixed.add(
            new Place(
                place.video(), place.score(), place.source(), (float) (1 - share), List.of()));
      }
    }
    return mixed;
  }
}
