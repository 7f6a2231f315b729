package dev.freshet.models.srm.feature;

import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.schemas.feature.Interaction;
import java.time.Instant;
import java.util.List;

/**
 * Which rows an impression uses. Trainer and scorer both ask here, so that they cannot differ.
 *
 * <p>Rows of the candidate and of history videos come from {@link VideoKeys}.
 */
public final class SrmFeatures {
  /** Quarters of an octave of length are told apart, up to this bucket. */
  private static final int LONGEST_BUCKET = 40;

  private static final long HOUR_MILLIS = 3_600_000;

  private SrmFeatures() {}

  /**
   * Rows of the context, each with an embedding. The user is not among them: an id's own weights
   * would follow its last outcomes, see {@link UserLevel}.
   */
  public static List<RowKey> context(String surface, Instant at) {
    return List.of(new RowKey(SrmTable.SURFACE, surface), new RowKey(SrmTable.HOUR, hour(at)));
  }

  /** The row of video and surface, a first-order weight only. */
  public static RowKey cross(String video, String surface) {
    return new RowKey(SrmTable.VIDEO_SURFACE, video + '|' + surface);
  }

  /** What the user did with a video of the history. */
  public static RowKey kind(Interaction interaction, boolean positive) {
    String kind = !positive ? "skip" : interaction.getLiked() ? "liked" : "long";
    return new RowKey(SrmTable.KIND, kind);
  }

  /** How long ago an interaction was: the octave of its age in seconds. */
  public static RowKey age(Interaction interaction, Instant at) {
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

  private static int log2(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }
}
