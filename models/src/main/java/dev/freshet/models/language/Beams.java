package dev.freshet.models.language;

import dev.freshet.models.net.onnx.OnnxOutputs;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sequences that grow by one token at a time behind a prefix. Each step names for each sequence the
 * one that it continues, so that a search can keep, drop and fork sequences. Not thread-safe.
 */
public final class Beams implements AutoCloseable {
  private final CausalModel model;
  private final Prefix prefix;
  private @Nullable OnnxOutputs cache;
  private int rows = 1;
  private int length;

  Beams(CausalModel model, Prefix prefix) {
    this.model = model;
    this.prefix = prefix;
  }

  /** Number of tokens behind the prefix. */
  public int length() {
    return length;
  }

  /** Continues each sequence by a token; for a search in which no sequence is dropped or forked. */
  public Decoded step(int... tokens) {
    int[] parents = new int[tokens.length];
    if (length > 0) {
      Arrays.setAll(parents, i -> i);
    }
    return step(parents, tokens);
  }

  /**
   * Continues sequences.
   *
   * @param parents for each new sequence the one it continues, in [0, number of the last step's
   *     sequences); all 0 at the first step
   * @param tokens next token of each new sequence; as many as parents, at least 1
   * @return what follows each new sequence
   */
  public Decoded step(int[] parents, int[] tokens) {
    int count = tokens.length;
    if (count == 0 || parents.length != count) {
      throw new IllegalArgumentException(
          "%d parents of %d tokens".formatted(parents.length, count));
    }
    for (int parent : parents) {
      if (parent < 0 || parent >= rows) {
        throw new IllegalArgumentException(
            "parents must be in [0, %d): %d".formatted(rows, parent));
      }
    }
    model.requireKnown(tokens);
    int position = prefix.length() + length;
    model.requireRoom(position + 1);
    int[] positions = new int[count];
    Arrays.fill(positions, position);
    int[] read = new int[count];
    Arrays.setAll(read, i -> i);
    var batch = new TokenBatch(count, 1, tokens, positions, new float[1], read, null);
    OnnxOutputs former = cache;
    var call =
        new DecoderSession.Call(
            batch,
            prefix.kept(),
            former == null ? null : new DecoderSession.Kept(former, length),
            Arrays.stream(parents).asLongStream().toArray());
    OnnxOutputs next = model.run(call, true);
    cache = next;
    if (former != null) {
      former.close();
    }
    rows = count;
    length++;
    return model.read(next);
  }

  @Override
  public void close() {
    if (cache != null) {
      cache.close();
      cache = null;
    }
    prefix.close();
  }
}
