package dev.freshet.models.srm;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmLoss;
import dev.freshet.models.srm.network.SrmNetwork;
import java.util.Arrays;

/**
 * Interactions from before a user was first met, as a second task: each is to be told, positive or
 * skip, from the ones before it. Without it, all that a warm start knows of videos would be lost.
 *
 * <p>A user's interactions are cut into segments {@code m} of {@code l}, the last one full. The
 * logit of an interaction starts from the log odds of the user's own rate, so that videos are not
 * credited for who watched them.
 */
final class PastBatch {
  private final SrmConfig config;
  private final RowSums videoSums;
  private final RowSums actionSums;
  private int segments;
  private int base;

  /** Slots of the interactions' videos and actions, [m, l]. */
  private int[] videos = {};

  private int[] actions = {};

  /** [m, l]: 1 where there is an interaction. */
  private float[] mask = {};

  /** [m, l]: log odds of the user's rate. */
  private float[] offsets = {};

  /** [m, l]: 1 for a positive. */
  private float[] labels = {};

  PastBatch(SrmConfig config, RowSums videoSums, RowSums actionSums) {
    this.config = config;
    this.videoSums = videoSums;
    this.actionSums = actionSums;
  }

  void clear() {
    segments = 0;
  }

  /** Makes room for the next user's interactions. */
  void reserve(int interactions) {
    int l = config.historyLength();
    base = segments;
    segments += (interactions + l - 1) / l;
    if (segments * l > mask.length) {
      int size = 2 * segments * l;
      videos = Arrays.copyOf(videos, size);
      actions = Arrays.copyOf(actions, size);
      mask = Arrays.copyOf(mask, size);
      offsets = Arrays.copyOf(offsets, size);
      labels = Arrays.copyOf(labels, size);
    }
    Arrays.fill(videos, base * l, segments * l, RowSum.NONE);
    Arrays.fill(actions, base * l, segments * l, RowSum.NONE);
    Arrays.fill(mask, base * l, segments * l, 0);
  }

  /**
   * Adds one interaction of the user that room was made for.
   *
   * @param later number of the user's interactions after this one
   * @param video slot of its video
   * @param action slot of what the user did with it, and when
   * @param offset log odds of the user's rate
   */
  void add(int later, int video, int action, float offset, boolean positive) {
    int l = config.historyLength();
    int place = (base + later / l) * l + l - 1 - later % l;
    videos[place] = video;
    actions[place] = action;
    mask[place] = 1;
    offsets[place] = offset;
    labels[place] = positive ? 1 : 0;
  }

  /** Adds the inputs of the past, if there is any, once the sums are gathered. */
  void gather(Tensors<HostTensor> inputs) {
    if (segments == 0) {
      return;
    }
    int d = config.width();
    int l = config.historyLength();
    float[] items = new float[segments * l * d];
    videoSums.add(videos, SrmTable.HEADS, d, items);
    float[] history = items.clone();
    actionSums.add(actions, SrmTable.HEADS, d, history);
    float[] linear = Arrays.copyOf(offsets, segments * l);
    videoSums.add(videos, 0, 1, linear);
    float[] weights = new float[segments * l];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = mask[i] * (float) config.pastWeight();
    }
    inputs
        .put(SrmNetwork.PAST_HISTORY, new HostTensor.Floats(history, segments, l, d))
        .put(SrmNetwork.PAST_MASK, places(mask))
        .put(SrmNetwork.PAST_ITEMS, new HostTensor.Floats(items, segments, l, d))
        .put(SrmNetwork.PAST_LINEAR, places(linear))
        .put(SrmLoss.PAST_LABELS, places(labels))
        .put(SrmLoss.PAST_WEIGHTS, places(weights));
  }

  /** [m, l] */
  private HostTensor places(float[] values) {
    int l = config.historyLength();
    return new HostTensor.Floats(Arrays.copyOf(values, segments * l), segments, l);
  }

  /** Takes the gradients of the inputs back to the sums. */
  void collect(Tensors<float[]> gradients) {
    if (segments == 0) {
      return;
    }
    int d = config.width();
    float[] history = gradients.tensor(SrmNetwork.PAST_HISTORY);
    videoSums.collect(videos, 0, 1, gradients.tensor(SrmNetwork.PAST_LINEAR));
    videoSums.collect(videos, SrmTable.HEADS, d, gradients.tensor(SrmNetwork.PAST_ITEMS));
    videoSums.collect(videos, SrmTable.HEADS, d, history);
    actionSums.collect(actions, SrmTable.HEADS, d, history);
  }
}
