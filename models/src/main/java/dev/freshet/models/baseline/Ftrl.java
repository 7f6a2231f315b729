package dev.freshet.models.baseline;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.Trainer;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * Logistic regression over hashed features, learned example by example with FTRL-proximal.
 *
 * <p>Each coordinate keeps {@code z} and {@code n}; its weight is 0 while {@code |z| <= λ1}, else
 * {@code w = -(z - sgn(z) λ1) / ((β + √n) / α + λ2)}. After an example with gradient {@code g = (p
 * - y) x}: {@code σ = (√(n + g²) - √n) / α}, {@code z += g - σ w}, {@code n += g²}.
 *
 * <p>McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1.
 *
 * <p>What a user did before their first example is learned with it, as examples on a surface of its
 * own. All scores of a batch are made with the weights before it. The state is saved in blocks of
 * buckets, those that changed.
 */
public final class Ftrl implements Trainer {

  private static final int BLOCK_BITS = 6;
  private static final int BLOCK = 1 << BLOCK_BITS;

  private final FtrlConfig config;
  private final FtrlFeatures features;
  private final float[] z;
  private final float[] n;
  private final BitSet changedBlocks = new BitSet();
  private final EarlierInteractions earlier;
  private long step;

  public Ftrl(FtrlConfig config) {
    this.config = config;
    this.features = new FtrlFeatures(config);
    this.z = new float[1 << config.bits()];
    this.n = new float[1 << config.bits()];
    this.earlier = new EarlierInteractions(config.idle());
  }

  @Override
  public String model() {
    return "ftrl";
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    int[][] buckets = new int[batch.size()][];
    float[] scores = new float[batch.size()];
    for (int i = 0; i < scores.length; i++) {
      buckets[i] = features.of(batch.get(i), catalogue);
      scores[i] = (float) probability(buckets[i]);
    }
    earlier.forEachOfNewUsers(
        batch,
        (example, interaction) ->
            learn(
                features.of(example.getUser(), interaction, catalogue),
                interaction.getLongView(),
                example.getWeight()));
    for (int i = 0; i < scores.length; i++) {
      learn(buckets[i], batch.get(i).getLongView(), batch.get(i).getWeight());
    }
    step++;
    return scores;
  }

  private double probability(int[] buckets) {
    double logit = 0;
    for (int bucket : buckets) {
      logit += weight(bucket);
    }
    return Logistic.probability(logit);
  }

  private double weight(int bucket) {
    double sum = z[bucket];
    if (Math.abs(sum) <= config.l1()) {
      return 0;
    }
    return -(sum - Math.signum(sum) * config.l1())
        / ((config.beta() + Math.sqrt(n[bucket])) / config.alpha() + config.l2());
  }

  private void learn(int[] buckets, boolean longView, float weight) {
    double gradient = (probability(buckets) - (longView ? 1 : 0)) * weight;
    double squared = gradient * gradient;
    for (int bucket : buckets) {
      double before = n[bucket];
      double sigma = (Math.sqrt(before + squared) - Math.sqrt(before)) / config.alpha();
      z[bucket] += (float) (gradient - sigma * weight(bucket));
      n[bucket] = (float) (before + squared);
      changedBlocks.set(bucket >> BLOCK_BITS);
    }
  }

  /** The user's weights are not apart from those of others in the same buckets: they stay. */
  @Override
  public void forget(String user) {
    earlier.forget(user);
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public void saveChanges(StateSink sink) {
    changedBlocks.stream()
        .forEach(
            block -> {
              ByteBuffer bytes = ByteBuffer.allocate(2 * BLOCK * Float.BYTES);
              bytes.asFloatBuffer().put(z, block * BLOCK, BLOCK).put(n, block * BLOCK, BLOCK);
              sink.put("block/" + block, bytes.array());
            });
    changedBlocks.clear();
    earlier.saveChanges(sink);
    sink.put("step", ByteBuffer.allocate(Long.BYTES).putLong(step).array());
  }

  @Override
  public void restore(String key, byte[] value) {
    if (key.equals("step")) {
      step = ByteBuffer.wrap(value).getLong();
    } else if (key.startsWith("block/")) {
      int block = Integer.parseInt(key.substring("block/".length()));
      ByteBuffer.wrap(value)
          .asFloatBuffer()
          .get(z, block * BLOCK, BLOCK)
          .get(n, block * BLOCK, BLOCK);
    } else if (!earlier.restore(key, value)) {
      throw new ModelException("no entry of ftrl's state: " + key);
    }
  }

  @Override
  public void close() {
    // plain memory
  }
}
