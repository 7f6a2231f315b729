package dev.freshet.models.srm.network;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * Tells a history in one vector. A history [u, l, d] is aligned to the end; its mask [u, l] is 1
 * where there is an interaction, else 0.
 */
public interface SequenceEncoder {

  /** Its parameters at their initial values, in a fixed order. */
  List<Parameter> initialise(Initialiser init);

  /** What can be said of a history whatever the candidate; {@link #encode} takes it. */
  <T> T read(Ops<T> ops, T history, T mask, Tensors<T> parameters);

  /**
   * The whole history.
   *
   * @param read by {@link #read}
   * @param candidates [n, d]; an encoder may look at a history differently for each
   * @return [u, d], or [n, d] if it does; meaningless for a user without history
   */
  <T> T encode(Ops<T> ops, T read, T mask, T candidates, Tensors<T> parameters);

  /**
   * What was before each interaction.
   *
   * @param items [u, l, d], the videos of the history without what was done with them
   * @return [u, l, d]; 0 where nothing was before
   */
  <T> T before(Ops<T> ops, T history, T mask, T items, Tensors<T> parameters);

  /** Moves what is known at each of {@code l} positions one later; the first becomes 0. */
  static <T> T later(Ops<T> ops, T known, int l) {
    return ops.pad(ops.slice(known, 1, 0, l - 1L), new int[] {0, 1, 0}, new int[] {0, 0, 0}, 0);
  }
}
