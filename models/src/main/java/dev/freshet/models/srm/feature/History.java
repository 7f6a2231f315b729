package dev.freshet.models.srm.feature;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.schemas.feature.Interaction;
import java.util.List;
import java.util.function.Function;

/**
 * A user's interactions, positives and skips merged, oldest first.
 *
 * @param <V> what is known of a video
 */
public final class History<V extends KeyedVideo> {
  private static final int SKIPS_KEPT = HistoryConfig.defaults().skips();

  /** By occurredAt; of equal times the skips first, each list in its own order. */
  private final Interaction[] interactions;

  /** [interactions.length] */
  private final V[] videos;

  /** [interactions.length] of the videos */
  private final VideoKeys[] keys;

  /** Whether it is a positive; a skip otherwise, also one that was watched long and then hidden. */
  private final boolean[] positive;

  private final int positives;
  private final int complete;

  /**
   * @param known gives what is known of a video by its id
   */
  @SuppressWarnings("unchecked") // never handed out as an array
  public History(List<Interaction> positives, List<Interaction> skips, Function<String, V> known) {
    this.positives = positives.size();
    interactions = new Interaction[positives.size() + skips.size()];
    positive = new boolean[interactions.length];
    videos = (V[]) new KeyedVideo[interactions.length];
    keys = new VideoKeys[interactions.length];
    int p = 0;
    int s = 0;
    for (int i = 0; i < interactions.length; i++) {
      boolean skip =
          p == positives.size()
              || (s < skips.size()
                  && !skips.get(s).getOccurredAt().isAfter(positives.get(p).getOccurredAt()));
      positive[i] = !skip;
      interactions[i] = skip ? skips.get(s++) : positives.get(p++);
      V video = known.apply(interactions[i].getVideo());
      videos[i] = video;
      keys[i] = video.keys();
    }
    complete = skips.size() < SKIPS_KEPT ? 0 : firstSkip();
  }

  private int firstSkip() {
    int first = 0;
    while (positive[first]) {
      first++;
    }
    return first;
  }

  /** Number of interactions. */
  public int size() {
    return interactions.length;
  }

  /** The video of interaction {@code i}; the oldest is 0. */
  public V video(int i) {
    return videos[i];
  }

  /**
   * What the user did in interaction {@code i}, and how long ago; see {@link
   * SrmFeatures#actionRows}.
   *
   * @param at current event time, in epoch milliseconds
   */
  public int action(int i, long at) {
    return SrmFeatures.action(interactions[i], positive[i], at);
  }

  /** Number of positives among the interactions. */
  public int positives() {
    return positives;
  }

  /**
   * The first interaction from which on both lists are complete. Skips are forgotten sooner than
   * positives, so among older interactions a positive says nothing.
   */
  public int complete() {
    return complete;
  }

  /** Number of interactions from {@link #complete} on. */
  public int known() {
    return interactions.length - complete;
  }

  /** Number of positives from {@link #complete} on. */
  int completePositives() {
    return positives - complete;
  }

  /** Whether interaction {@code i} is a positive; a skip otherwise. */
  public boolean positive(int i) {
    return positive[i];
  }

  /** Compares every interaction with a candidate. */
  public Match match(VideoKeys candidate) {
    int tagPositives = 0;
    int tagSkips = 0;
    int authorPositives = 0;
    int authorSkips = 0;
    int lengthPositives = 0;
    int lengthSkips = 0;
    int videoPositives = 0;
    int videoSkips = 0;
    for (int i = 0; i < keys.length; i++) {
      VideoKeys other = keys[i];
      int liked = positive[i] ? 1 : 0;
      int skip = 1 - liked;
      if (candidate.sharesTag(other)) {
        tagPositives += liked;
        tagSkips += skip;
      }
      if (candidate.author != 0 && candidate.author == other.author) {
        authorPositives += liked;
        authorSkips += skip;
      }
      if (candidate.length >= 0 && Math.abs(candidate.length - other.length) <= 1) {
        lengthPositives += liked;
        lengthSkips += skip;
      }
      if (candidate.video == other.video) {
        videoPositives += liked;
        videoSkips += skip;
      }
    }
    return new Match(
        tagPositives,
        tagSkips,
        authorPositives,
        authorSkips,
        lengthPositives,
        lengthSkips,
        videoPositives,
        videoSkips);
  }
}
