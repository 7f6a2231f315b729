package dev.freshet.serving.vector;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** The best {@code k} of the videos offered to it. */
final class TopHits {

  private static final Comparator<Hit> WORST_FIRST =
      Comparator.comparingDouble(Hit::score).thenComparing(Hit::video, Comparator.reverseOrder());

  private final int k;
  private final Predicate<String> wanted;
  private final PriorityQueue<Hit> hits;
  private float bar = Float.NEGATIVE_INFINITY;

  TopHits(int k, Predicate<String> wanted) {
    this.k = k;
    this.wanted = wanted;
    this.hits = new PriorityQueue<>(Math.max(1, k), WORST_FIRST);
  }

  /** A score must be above this to be of use. */
  float bar() {
    return bar;
  }

  /** Takes the video in if its score is above the bar and it is wanted. */
  void offer(String video, float score) {
    if (!(score > bar) || !wanted.test(video)) {
      return;
    }
    hits.add(new Hit(video, score));
    if (hits.size() > k) {
      hits.remove();
    }
    Hit worst = hits.peek();
    if (hits.size() == k && worst != null) {
      bar = worst.score();
    }
  }

  /** Best first. */
  List<Hit> best() {
    return hits.stream().sorted(WORST_FIRST.reversed()).toList();
  }
}
