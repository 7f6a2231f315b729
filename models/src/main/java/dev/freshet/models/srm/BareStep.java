package dev.freshet.models.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.RunningMean;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;

/**
 * The network's part of a training step, again and again on the inputs of one batch: forward,
 * backward and Adam in DJL, without the rows. What a step of {@link SrmTrainer} is compared with.
 */
public final class BareStep implements AutoCloseable {

  private final DenseStep dense;
  private final DenseStep.Task task;

  /**
   * Encodes the batch.
   *
   * @param batch of users whose histories have been learned from already
   */
  public BareStep(SrmConfig config, List<TrainingExample> batch, Catalogue catalogue) {
    RowStore rows = new RowStore(config.rowStore());
    SrmInputs inputs = new SrmBatch(config, rows).encode(batch, catalogue);
    SrmNetwork network = new SrmNetwork(config);
    List<Parameter> parameters = network.initialise(config.seed());
    RunningMean mean = new RunningMean(SrmNetwork.MEAN, config.width());
    dense =
        new DenseStep(
            parameters,
            List.of(mean.parameter()),
            new Adam((float) config.denseRate(), parameters));
    task =
        new DenseStep.Task(
            network::logits,
            inputs.tensors(config),
            BareStep::slopes,
            List.of(SrmNetwork.HISTORY, SrmNetwork.CONTEXT, SrmNetwork.CANDIDATE));
  }

  /** Takes one step; returns the number of logits. */
  public int run() {
    return dense.learn(List.of(task)).size();
  }

  /** As if every label were a half: any derivative costs the same. */
  private static float[] slopes(float[] logits) {
    float[] slopes = new float[logits.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = SrmTrainer.sigmoid(logits[i]) - 0.5f;
    }
    return slopes;
  }

  @Override
  public void close() {
    dense.close();
  }
}
