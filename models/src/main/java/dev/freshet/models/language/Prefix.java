package dev.freshet.models.language;

import dev.freshet.models.net.onnx.OnnxOutputs;
import org.jspecify.annotations.Nullable;

/**
 * A use of the keys and values of a sequence, shared by all that use the same sequence. The memory
 * is freed when the last use is closed and the cache has dropped it. Closing twice has no effect.
 */
public final class Prefix implements AutoCloseable {
  private final Shared shared;
  private boolean closed;

  Prefix(Shared shared) {
    this.shared = shared;
  }

  /** Keys and values with the number of their uses. */
  static final class Shared {
    private final @Nullable OnnxOutputs outputs;
    private final int length;
    private final long bytes;
    private final @Nullable Decoded last;
    private int uses = 1;

    /**
     * @param outputs null for the empty sequence
     * @param last what was read at its last position
     */
    Shared(@Nullable OnnxOutputs outputs, int length, long bytes, @Nullable Decoded last) {
      this.outputs = outputs;
      this.length = length;
      this.bytes = bytes;
      this.last = last;
    }

    long bytes() {
      return bytes;
    }

    /** Adds a use; only while there is another. */
    synchronized Shared share() {
      uses++;
      return this;
    }

    synchronized void release() {
      uses--;
      if (uses == 0 && outputs != null) {
        outputs.close();
      }
    }
  }

  /** Number of its tokens. */
  public int length() {
    return shared.length;
  }

  /**
   * Logits after its last token, one row, and the state there.
   *
   * @throws IllegalStateException if it is empty
   */
  public Decoded last() {
    if (shared.last == null) {
      throw new IllegalStateException("an empty prefix has no last token");
    }
    return shared.last;
  }

  /** What a call sees; null if it is empty. */
  DecoderSession.@Nullable Kept kept() {
    return shared.outputs == null ? null : new DecoderSession.Kept(shared.outputs, shared.length);
  }

  /** Another use of the same. */
  Prefix share() {
    return new Prefix(shared.share());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      shared.release();
    }
  }
}
