package dev.freshet.serving.ranking;

import dev.freshet.serving.page.Page.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders ranked videos so that one author or topic does not fill the page. Greedy: each place goes
 * to the video with the highest {@code z(score) − a · n(author) − t · s(tags)}, where {@code z} is
 * the score in standard deviations, {@code n} counts the author's videos before it on the page and
 * {@code s} is the share of its tags that the last {@link #WINDOW} videos have.
 */
public final class Diversity {

  /** Places over which topics are spread. */
  private static final int WINDOW = 4;

  /** Only this many times the page's length of the best videos can get onto it. */
  private static final int DEPTH = 5;

  private static final Comparator<Place> BEST_FIRST =
      Comparator.comparingDouble(Place::score)
          .reversed()
          .thenComparing(place -> place.video().getVideo());

  private final double authorPenalty;
  private final double tagPenalty;

  /**
   * @param authorPenalty {@code a}, in standard deviations of the scores; not negative
   * @param tagPenalty {@code t}, in the same unit
   */
  public Diversity(double authorPenalty, double tagPenalty) {
    this.authorPenalty = authorPenalty;
    this.tagPenalty = tagPenalty;
  }

  /**
   * The videos of a page in order.
   *
   * @param ranked in any order
   * @param count length of the page; fewer where there are fewer
   */
  public List<Place> page(List<Place> ranked, int count) {
    List<Place> left = new ArrayList<>(ranked);
    left.sort(BEST_FIRST);
    left = new ArrayList<>(left.subList(0, Math.min(left.size(), DEPTH * count)));
    double deviation = deviation(ranked);
    Map<String, Integer> authors = new HashMap<>();
    Deque<List<String>> window = new ArrayDeque<>();
    List<Place> page = new ArrayList<>(count);
    while (page.size() < count && !left.isEmpty()) {
      Place next = left.remove(best(left, deviation, authors, window));
      page.add(next);
      authors.merge(next.video().getAuthor(), 1, Integer::sum);
      window.addLast(next.video().getTags());
      if (window.size() > WINDOW) {
        window.removeFirst();
      }
    }
    return page;
  }

  /** Place in {@code left} of the video that goes next. It is best first, so few are looked at. */
  private int best(
      List<Place> left,
      double deviation,
      Map<String, Integer> authors,
      Deque<List<String>> window) {
    Set<String> lately = new HashSet<>();
    window.forEach(lately::addAll);
    int best = 0;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < left.size(); i++) {
      Place place = left.get(i);
      double value = place.score() / deviation;
      if (value <= bestValue) {
        break; // penalties only take away
      }
      value -=
          authorPenalty * authors.getOrDefault(place.video().getAuthor(), 0)
              + tagPenalty * share(place.video().getTags(), lately);
      if (value > bestValue) {
        best = i;
        bestValue = value;
      }
    }
    return best;
  }

  private static double share(List<String> tags, Set<String> lately) {
    if (tags.isEmpty()) {
      return 0;
    }
    int shared = 0;
    for (String tag : tags) {
      shared += lately.contains(tag) ? 1 : 0;
    }
    return (double) shared / tags.size();
  }

  /** 1 where all scores are equal, so that penalties alone decide. */
  private static double deviation(List<Place> ranked) {
    double mean = ranked.stream().mapToDouble(Place::score).average().orElse(0);
    double variance =
        ranked.stream()
            .mapToDouble(place -> (place.score() - mean) * (place.score() - mean))
            .average()
            .orElse(0);
    return variance > 0 ? Math.sqrt(variance) : 1;
  }
}
