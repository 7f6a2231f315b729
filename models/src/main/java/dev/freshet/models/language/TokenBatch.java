package dev.freshet.models.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sequences of one length with positions and a mask of their own, for a single pass.
 *
 * @param rows number of sequences; positive
 * @param length of each; positive
 * @param ids [rows * length]
 * @param positions [rows * length], for the rotation; below the model's context
 * @param bias added to the scores of attention: [length * length] for all rows alike, or [rows *
 *     length * length]; {@link #NEVER} hides a position
 * @param read which of all positions are read
 * @param vectors that stand in the place of ids; null if there are none
 */
@SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
public record TokenBatch(
    int rows,
    int length,
    int[] ids,
    int[] positions,
    float[] bias,
    int[] read,
    @Nullable Vectors vectors) {

  /** Bias of a position that must not be seen. */
  public static final float NEVER = -1e9f;

  /**
   * Vectors in the place of ids.
   *
   * @param at which of all positions
   * @param values [at, width]
   */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  public record Vectors(int[] at, float[] values) {}

  public TokenBatch {
    int all = rows * length;
    if (rows < 1 || length < 1 || ids.length != all || positions.length != all) {
      throw new IllegalArgumentException(
          "%d ids and %d positions for %d rows of %d"
              .formatted(ids.length, positions.length, rows, length));
    }
    int square = length * length;
    if (bias.length != square && bias.length != rows * square) {
      throw new IllegalArgumentException(
          "a bias of %d values for %d rows of %d".formatted(bias.length, rows, length));
    }
    for (int each : read) {
      if (each < 0 || each >= all) {
        throw new IllegalArgumentException("read must be in [0, %d): %d".formatted(all, each));
      }
    }
  }

  /** A bias [length * length] with which a position sees itself and earlier ones. */
  public static float[] causal(int length) {
    float[] bias = new float[length * length];
    for (int i = 0; i < length; i++) {
      for (int j = i + 1; j < length; j++) {
        bias[i * length + j] = NEVER;
      }
    }
    return bias;
  }

  /** Causal sequences; shorter ones are filled at the end. The last position of each is read. */
  public static TokenBatch causal(List<int[]> sequences) {
    int rows = sequences.size();
    int length = sequences.stream().mapToInt(each -> each.length).max().orElse(0);
    int[] ids = new int[rows * length];
    int[] positions = new int[rows * length];
    int[] read = new int[rows];
    for (int i = 0; i < rows; i++) {
      int[] sequence = sequences.get(i);
      System.arraycopy(sequence, 0, ids, i * length, sequence.length);
      for (int j = 0; j < length; j++) {
        positions[i * length + j] = j;
      }
      read[i] = i * length + sequence.length - 1;
    }
    return new TokenBatch(rows, length, ids, positions, causal(length), read, null);
  }
}
