package dev.freshet.models.eval;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Metrics of the last {@code N} examples that a model scored before it learned from them. Adding
 * one costs a few writes; {@link #evaluation} sorts the window. A function of the examples alone:
 * saved and restored it goes on with the same bits. Not thread-safe.
 */
public final class ProgressiveEvaluation {

  private static final int EXAMPLE_BYTES = Long.BYTES + Float.BYTES + 1;

  private final long[] users; // 64-bit hashes
  private final float[] scores;
  private final boolean[] positive;
  private long added;

  /**
   * Starts with an empty window.
   *
   * @param window number {@code N} of examples to look back; positive
   */
  public ProgressiveEvaluation(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("the window must hold at least 1 example: " + window);
    }
    users = new long[window];
    scores = new float[window];
    positive = new boolean[window];
  }

  /** Adds one example, which may push the oldest out. */
  public void add(String user, float score, boolean isPositive) {
    int at = (int) (added++ % users.length);
    users[at] = hash(user);
    scores[at] = score;
    positive[at] = isPositive;
  }

  /** Number of examples ever added. */
  public long added() {
    return added;
  }

  /** Metrics of the window. */
  public Evaluation evaluation() {
    int n = (int) Math.min(added, users.length);
    Long2IntOpenHashMap indexOfUser = new Long2IntOpenHashMap(n);
    indexOfUser.defaultReturnValue(-1);
    int[] index = new int[n];
    for (int i = 0; i < n; i++) {
      int known = indexOfUser.putIfAbsent(users[i], indexOfUser.size());
      index[i] = known < 0 ? indexOfUser.size() - 1 : known;
    }
    return Evaluation.of(index, Arrays.copyOf(scores, n), Arrays.copyOf(positive, n));
  }

  /** The window, for a checkpoint: about 13 bytes an example. */
  public byte[] save() {
    int n = (int) Math.min(added, users.length);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + n * EXAMPLE_BYTES);
    bytes.putLong(added);
    for (int i = 0; i < n; i++) {
      bytes.putLong(users[i]).putFloat(scores[i]).put((byte) (positive[i] ? 1 : 0));
    }
    return bytes.array();
  }

  /**
   * A window as {@link #save} wrote it.
   *
   * @param window the same size as that of the window that was saved
   * @throws IllegalArgumentException if the bytes are no such window
   */
  public static ProgressiveEvaluation restored(int window, byte[] saved) {
    ProgressiveEvaluation restored = new ProgressiveEvaluation(window);
    ByteBuffer bytes = ByteBuffer.wrap(saved);
    long added = saved.length < Long.BYTES ? -1 : bytes.getLong();
    long n = Math.min(added, window);
    if (added < 0 || bytes.remaining() != n * EXAMPLE_BYTES) {
      throw new IllegalArgumentException(
          "%d bytes are no evaluation window of %d examples".formatted(saved.length, window));
    }
    restored.added = added;
    for (int i = 0; i < n; i++) {
      restored.users[i] = bytes.getLong();
      restored.scores[i] = bytes.getFloat();
      restored.positive[i] = bytes.get() == 1;
    }
    return restored;
  }

  /** FNV-1a, 64 bits, mixed so that ids which differ in their last digits spread. */
  private static long hash(String user) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash ^= hash >>> 33;
    return hash * 0xff51afd7ed558ccdL;
  }
}
