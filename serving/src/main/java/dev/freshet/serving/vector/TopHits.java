package dev.freshet.serving.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The best {@code k} of the videos offered to it: a heap on two arrays with the worst hit on top.
 * It is asked for every video of the catalogue at every request.
 */
final class TopHits {

  private static final Comparator<Hit> BEST_FIRST =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::video);

  private final Predicate<String> wanted;
  private final float[] scores;
  private final String[] videos;
  private int size;

  TopHits(int k, Predicate<String> wanted) {
    this.wanted = wanted;
    this.scores = new float[k];
    this.videos = new String[k];
  }

  /** A score must be above this to be of use. */
  float bar() {
    if (size < scores.length) {
      return Float.NEGATIVE_INFINITY;
    }
    return scores.length == 0 ? Float.POSITIVE_INFINITY : scores[0];
  }

  /** Takes the video in if its score is above the bar and it is wanted. */
  void offer(String video, float score) {
    if (!(score > bar()) || !wanted.test(video)) {
      return;
    }
    if (size < scores.length) {
      rise(size++, video, score);
    } else {
      sink(video, score);
    }
  }

  /** Best first; of equal scores the lesser id first. */
  List<Hit> best() {
    List<Hit> hits = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      hits.add(new Hit(videos[i], scores[i]));
    }
    hits.sort(BEST_FIRST);
    return hits;
  }

  private void rise(int from, String video, float score) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!worse(score, video, parent)) {
        break;
      }
      put(at, videos[parent], scores[parent]);
      at = parent;
    }
    put(at, video, score);
  }

  private void sink(String video, float score) {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && worse(scores[child + 1], videos[child + 1], child)) {
        child++;
      }
      if (worse(score, video, child)) {
        break;
      }
      put(at, videos[child], scores[child]);
      at = child;
    }
    put(at, video, score);
  }

  /** Whether a hit is worse than the one at {@code place}. */
  private boolean worse(float score, String video, int place) {
    return score != scores[place] ? score < scores[place] : video.compareTo(videos[place]) > 0;
  }

  private void put(int place, String video, float score) {
    videos[place] = video;
    scores[place] = score;
  }
}
