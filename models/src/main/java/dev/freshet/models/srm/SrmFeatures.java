package dev.freshet.models.srm;

import dev.freshet.models.srm.VideoKeys.RowKey;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;
import java.util.List;

/**
 * Which rows an impression uses. Trainer and scorer both ask here, so that they cannot differ.
 *
 * <p>Rows of the candidate and of history videos come from {@link VideoKeys}.
 */
final class SrmFeatures {
  /** Quarters of an octave of length are told apart, up to this bucket. */
  private static final int LONGEST_BUCKET = 40;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int RATE_STEPS = 10;

  private SrmFeatures() {}

  /** Rows of user and context, each with an embedding. */
  static List<RowKey> context(String user, String surface, Instant at, UserCounters counters) {
    return List.of(
        new RowKey(SrmTable.USER, user),
        new RowKey(SrmTable.SURFACE, surface),
        new RowKey(SrmTable.HOUR, hour(at)),
        new RowKey(SrmTable.ACTIVITY, activity(counters)));
  }

  /** Rows of pairs, first-order weights only. */
  static List<RowKey> crosses(String user, String video, String surface, Match match) {
    return List.of(
        new RowKey(SrmTable.USER_SURFACE, user + '|' + surface),
        new RowKey(SrmTable.VIDEO_SURFACE, video + '|' + surface),
        new RowKey(SrmTable.TAG_MATCH, bucket(match.tagPositives(), match.tagSkips())),
        new RowKey(SrmTable.AUTHOR_MATCH, bucket(match.authorPositives(), match.authorSkips())),
        new RowKey(SrmTable.LENGTH_MATCH, bucket(match.lengthPositives(), match.lengthSkips())),
        new RowKey(SrmTable.VIDEO_MATCH, bucket(match.videoPositives(), match.videoSkips())));
  }

  /** What the user did with a video of the history. */
  static RowKey kind(Interaction interaction) {
    String kind = interaction.getLiked() ? "liked" : interaction.getLongView() ? "long" : "skip";
    return new RowKey(SrmTable.KIND, kind);
  }

  /** How long ago an interaction was: the octave of its age in seconds. */
  static RowKey age(Interaction interaction, Instant at) {
    long seconds =
        Math.max(0, (at.toEpochMilli() - interaction.getOccurredAt().toEpochMilli()) / 1000);
    return new RowKey(SrmTable.AGE, Integer.toString(log2(seconds)));
  }

  /** Quarter of an octave of the length in seconds. */
  static int lengthBucket(long lengthMillis) {
    double seconds = Math.max(1, lengthMillis / 1000.0);
    return Math.min(LONGEST_BUCKET, (int) (4 * Math.log(seconds) / Math.log(2)));
  }

  /** Hour of the day, UTC. */
  private static String hour(Instant at) {
    return Long.toString(Math.floorMod(Math.floorDiv(at.toEpochMilli(), HOUR_MILLIS), 24L));
  }

  /** The user's long view rate in tenths, with the octave of the impressions it stands on. */
  private static String activity(UserCounters counters) {
    long shown = Math.max(counters.getImpressions(), counters.getWatches());
    int rate = shown == 0 ? 0 : (int) (RATE_STEPS * counters.getLongViews() / shown);
    return Math.min(RATE_STEPS, rate) + "-" + log2(shown);
  }

  private static String bucket(int positives, int skips) {
    return Math.min(positives, 9) + "-" + Math.min(skips, 7);
  }

  private static int log2(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }
}
