package dev.freshet.models.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;

/**
 * The network's part of a training step, again and again on the inputs of one batch: forward,
 * backward and Adam in DJL, without the rows. What a step of {@link SrmTrainer} is compared with.
 */
public final class BareStep implements AutoCloseable {

  private final DenseNetwork dense;
  private final Task task;

  /**
   * Encodes the batch.
   *
   * @param batch of users whose histories have been learned from already
   */
  public BareStep(SrmConfig config, List<TrainingExample> batch, Catalogue catalogue) {
    dense = new DenseNetwork(config);
    task =
        dense.task(
            batch, new SrmBatch(config, new RowStore(config.rowStore())).encode(batch, catalogue));
  }

  /** Takes one step; false if its gradient was not finite. */
  public boolean run() {
    return dense.learn(task).taken();
  }

  @Override
  public void close() {
    dense.close();
  }
}
