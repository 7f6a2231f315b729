package dev.freshet.models.srm.feature;

import dev.freshet.models.srm.feature.VideoKeys.RowKey;
import dev.freshet.schemas.feature.Interaction;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows an impression uses. Trainer and scorer both ask here, so that they cannot differ.
 *
 * <p>Rows of the candidate and of history videos come from {@link VideoKeys}.
 */
public final class SrmFeatures {
  /** Quarters of an octave of length are told apart, up to this bucket. */
  private static final int LONGEST_BUCKET = 40;

  private static final long HOUR_MILLIS = 3_600_000;

  /** Octaves that an age can have. */
  private static final int AGES = 64;

  private static final List<String> KINDS = List.of("skip", "liked", "long");

  /** Number of hours that a context can have. */
  public static final int HOURS = 24;

  /** Number of actions that {@link History#action} tells apart. */
  public static final int ACTIONS = KINDS.size() * AGES;

  private static final List<List<RowKey>> ACTION_ROWS =
      IntStream.range(0, ACTIONS).mapToObj(SrmFeatures::newActionRows).toList();

  private SrmFeatures() {}

  /**
   * Rows of the context: surface and hour, each with an embedding. The user is not among them: an
   * id's own weights would follow its last outcomes, see {@link UserLevel}.
   */
  public static List<RowKey> contextRows(String surface, int hour) {
    return List.of(
        new RowKey(SrmTable.SURFACE, surface), new RowKey(SrmTable.HOUR, Integer.toString(hour)));
  }

  /** Hour of the day, UTC, of a time in epoch milliseconds; below {@link #HOURS}. */
  public static int hour(long at) {
    return (int) Math.floorMod(Math.floorDiv(at, HOUR_MILLIS), (long) HOURS);
  }

  /** The row of video and surface, a first-order weight only. */
  public static RowKey cross(String video, String surface) {
    return new RowKey(SrmTable.VIDEO_SURFACE, video + '|' + surface);
  }

  /** What was done in an interaction, with how long ago: the octave of its age in seconds. */
  static int action(Interaction interaction, boolean positive, long at) {
    int kind = !positive ? 0 : interaction.getLiked() ? 1 : 2;
    long seconds = Math.max(0, (at - interaction.getOccurredAt().toEpochMilli()) / 1000);
    return kind * AGES + log2(seconds);
  }

  /** Rows of what was done in an interaction, and how long ago. */
  public static List<RowKey> actionRows(int action) {
    return ACTION_ROWS.get(action);
  }

  private static List<RowKey> newActionRows(int action) {
    return List.of(
        new RowKey(SrmTable.KIND, KINDS.get(action / AGES)),
        new RowKey(SrmTable.AGE, Integer.toString(action % AGES)));
  }

  /** Quarter of an octave of the length in seconds. */
  static int lengthBucket(long lengthMillis) {
    double seconds = Math.max(1, lengthMillis / 1000.0);
    return Math.min(LONGEST_BUCKET, (int) (4 * Math.log(seconds) / Math.log(2)));
  }

  private static int log2(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }
}
