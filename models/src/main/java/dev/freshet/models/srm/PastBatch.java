package dev.freshet.models.srm;

import dev.freshet.models.rows.Row;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.models.tensor.Tensors;
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
  private final Pool items = new Pool();
  private final Pool actions = new Pool();
  private int segments;
  private int base;

  /** [m, l]: 1 where there is an interaction. */
  private float[] mask = {};

  /** [m, l]: log odds of the user's rate. */
  private float[] offsets = {};

  /** [m, l]: 1 for a positive. */
  private float[] labels = {};

  PastBatch(SrmConfig config) {
    this.config = config;
  }

  void clear() {
    items.clear();
    actions.clear();
    Arrays.fill(mask, 0);
    segments = 0;
  }

  /** Number of segments {@code m}. */
  int segments() {
    return segments;
  }

  /** Makes room for the next user's interactions. */
  void reserve(int interactions) {
    int l = config.historyLength();
    base = segments;
    segments += (interactions + l - 1) / l;
    if (segments * l > mask.length) {
      int size = 2 * segments * l;
      mask = Arrays.copyOf(mask, size);
      offsets = Arrays.copyOf(offsets, size);
      labels = Arrays.copyOf(labels, size);
    }
  }

  /**
   * Adds one interaction of the user that room was made for.
   *
   * @param later number of the user's interactions after this one
   * @return its place
   */
  int add(int later, float offset, boolean positive) {
    int l = config.historyLength();
    int place = (base + later / l) * l + l - 1 - later % l;
    mask[place] = 1;
    offsets[place] = offset;
    labels[place] = positive ? 1 : 0;
    return place;
  }

  /** Adds a row of the interaction's video. */
  void addVideo(Row row, int place) {
    items.add(row, place);
  }

  /** Adds a row of what the user did with it, and when. */
  void addAction(Row row, int place) {
    actions.add(row, place);
  }

  /** The inputs of {@link SrmNetwork#pastLogits}. */
  Tensors<FloatTensor> gather() {
    int d = config.dimension();
    int l = config.historyLength();
    float[] videos = new float[segments * l * d];
    items.gather(videos, SrmTable.HEADS, d);
    float[] history = videos.clone();
    actions.gather(history, SrmTable.HEADS, d);
    float[] linear = Arrays.copyOf(offsets, segments * l);
    items.gather(linear, 0, 1);
    return new Tensors<FloatTensor>()
        .put(SrmNetwork.HISTORY, new FloatTensor(history, segments, l, d))
        .put(SrmNetwork.MASK, new FloatTensor(Arrays.copyOf(mask, segments * l), segments, l))
        .put(SrmNetwork.ITEMS, new FloatTensor(videos, segments, l, d))
        .put(SrmNetwork.LINEAR, new FloatTensor(linear, segments, l));
  }

  /** Derivatives of the loss by the logits. */
  float[] slopes(float[] logits) {
    float[] slopes = new float[logits.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] =
          mask[i] * (float) config.pastWeight() * (SrmTrainer.sigmoid(logits[i]) - labels[i]);
    }
    items.scatter(slopes, 0, 1);
    return slopes;
  }

  /** Takes the gradients of the inputs back to the rows. */
  void scatter(Tensors<float[]> gradients) {
    int d = config.dimension();
    items.scatter(gradients.tensor(SrmNetwork.ITEMS), SrmTable.HEADS, d);
    items.scatter(gradients.tensor(SrmNetwork.HISTORY), SrmTable.HEADS, d);
    actions.scatter(gradients.tensor(SrmNetwork.HISTORY), SrmTable.HEADS, d);
  }
}
