package dev.freshet.models.paper.metammf;

import dev.freshet.models.EpochTrainer;
import dev.freshet.models.eval.Rankings;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains until the validation NDCG@10 has not risen for {@code patience} epochs, and goes back to
 * the best epoch.
 */
public final class MetaMmfTrainer implements EpochTrainer {
  private static final int CUT = 10;

  private final MetaMmfModel model;
  private final ModalityVectors vectors;
  private final InteractionSplit split;
  private final List<Double> curve = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>(); // of the epochs of this trainer
  private byte[] saved; // the model after the best epoch
  private int best;

  /**
   * @param vectors of all videos of the split
   * @param handover of the trainer of the last fusion, which this one continues; not used if empty
   *     or of another size
   */
  public MetaMmfTrainer(
      MetaMmfConfig config, ModalityVectors vectors, InteractionSplit split, byte[] handover) {
    this(
        new MetaMmfModel(config, vectors, split, FloatBytes.toArray(ByteBuffer.wrap(handover))),
        vectors,
        split);
  }

  /**
   * @param model made with the vectors and the split; closed with the trainer
   */
  MetaMmfTrainer(MetaMmfModel model, ModalityVectors vectors, InteractionSplit split) {
    this.model = model;
    this.vectors = vectors;
    this.split = split;
    saved = model.save();
  }

  /** Returns the validation NDCG@10. */
  @Override
  public double epoch() {
    long begin = System.nanoTime();
    model.epoch();
    nanos.add(System.nanoTime() - begin);
    double ndcg =
        Rankings.mean(MetaMmfEvaluation.rank(model.vectors(), split, split.validation()).ndcg(CUT));
    curve.add(ndcg);
    if (curve.size() == 1 || ndcg > curve.get(best)) {
      best = curve.size() - 1;
      saved = model.save();
    }
    return ndcg;
  }

  @Override
  public boolean done() {
    MetaMmfConfig.Training training = model.config().training();
    return curve.size() >= training.epochs() || curve.size() - best > training.patience();
  }

  /** The curve, the place of the best epoch, the model after it, and the model as it is. */
  @Override
  public byte[] save() {
    byte[] current = model.save();
    ByteBuffer bytes =
        ByteBuffer.allocate(
            3 * Integer.BYTES + curve.size() * Double.BYTES + saved.length + current.length);
    bytes.putInt(curve.size()).putInt(best).putInt(saved.length);
    curve.forEach(bytes::putDouble);
    return bytes.put(saved).put(current).array();
  }

  @Override
  public void restore(byte[] state) {
    ByteBuffer bytes = ByteBuffer.wrap(state);
    int epochs = bytes.getInt();
    best = bytes.getInt();
    saved = new byte[bytes.getInt()];
    for (int epoch = 0; epoch < epochs; epoch++) {
      curve.add(bytes.getDouble());
    }
    bytes.get(saved);
    byte[] current = new byte[bytes.remaining()];
    bytes.get(current);
    model.restore(current);
    model.skip(epochs);
  }

  @Override
  public ModelRelease release(String generation) {
    return MetaMmfRelease.of(best(), generation, vectors, "training-examples");
  }

  /** The weights of the fusion. */
  @Override
  public byte[] handover() {
    return FloatBytes.of(best().fusionWeights()).array();
  }

  /** The model with the weights of the best epoch. */
  MetaMmfModel best() {
    model.restore(saved);
    return model;
  }

  /** Validation NDCG@10 after each epoch. */
  List<Double> curve() {
    return List.copyOf(curve);
  }

  /** Place of the best epoch in the curve. */
  int bestEpoch() {
    return best;
  }

  /** Time of the median epoch, validation not included. */
  long epochNanos() {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }

  @Override
  public void close() {
    model.close();
  }
}
