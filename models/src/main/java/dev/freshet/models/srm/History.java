package dev.freshet.models.srm;

import dev.freshet.schemas.feature.Interaction;
import java.util.List;
import java.util.function.Function;

/** A user's interactions, positives and skips merged, oldest first. */
final class History {
  /** By occurredAt; of equal times the skips first, each list in its own order. */
  final Interaction[] interactions;

  /** [interactions.length] */
  final VideoKeys[] videos;

  private final int positives;

  /**
   * @param videos gives a video's keys by its id
   */
  History(
      List<Interaction> positives, List<Interaction> skips, Function<String, VideoKeys> videos) {
    this.positives = positives.size();
    interactions = new Interaction[positives.size() + skips.size()];
    this.videos = new VideoKeys[interactions.length];
    int p = 0;
    int s = 0;
    for (int i = 0; i < interactions.length; i++) {
      boolean skip =
          p == positives.size()
              || (s < skips.size()
                  && !skips.get(s).getOccurredAt().isAfter(positives.get(p).getOccurredAt()));
      interactions[i] = skip ? skips.get(s++) : positives.get(p++);
      this.videos[i] = videos.apply(interactions[i].getVideo());
    }
  }

  int size() {
    return interactions.length;
  }

  /** Number of positives among the interactions. */
  int positives() {
    return positives;
  }

  static boolean positive(Interaction interaction) {
    return interaction.getLongView() || interaction.getLiked();
  }

  /** Compares every interaction with a candidate. */
  Match match(String video, VideoKeys candidate) {
    int tagPositives = 0;
    int tagSkips = 0;
    int authorPositives = 0;
    int authorSkips = 0;
    int lengthPositives = 0;
    int lengthSkips = 0;
    int videoPositives = 0;
    int videoSkips = 0;
    for (int i = 0; i < interactions.length; i++) {
      VideoKeys other = videos[i];
      int positive = positive(interactions[i]) ? 1 : 0;
      int skip = 1 - positive;
      if (candidate.sharesTag(other)) {
        tagPositives += positive;
        tagSkips += skip;
      }
      if (candidate.author != 0 && candidate.author == other.author) {
        authorPositives += positive;
        authorSkips += skip;
      }
      if (candidate.length >= 0 && Math.abs(candidate.length - other.length) <= 1) {
        lengthPositives += positive;
        lengthSkips += skip;
      }
      if (interactions[i].getVideo().equals(video)) {
        videoPositives += positive;
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
