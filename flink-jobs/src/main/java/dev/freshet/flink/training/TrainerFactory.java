package dev.freshet.flink.training;

import dev.freshet.models.Trainer;
import java.io.Serializable;
import java.util.List;

/** Makes the models that a job trains. */
@FunctionalInterface
public interface TrainerFactory extends Serializable {

  /**
   * Untrained models, each with a name of its own. At most one of them is a {@link
   * dev.freshet.models.ReleasingTrainer}.
   *
   * @param generation name of the rows and networks that are released
   */
  List<Trainer> create(String generation);
}
