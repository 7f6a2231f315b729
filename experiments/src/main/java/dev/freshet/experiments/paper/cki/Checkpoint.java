package dev.freshet.experiments.paper.cki;

import dev.freshet.models.Catalogue;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.paper.cki.CkiEvaluation.Window;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sequence model at one moment of its training, from which any number of trainers can go on.
 *
 * @param state entries of the trainer's state
 */
record Checkpoint(SrmConfig config, Map<String, byte[]> state) {

  Checkpoint {
    state = Map.copyOf(state);
  }

  /** A model that has learned nothing. */
  static Checkpoint initial(SrmConfig config) {
    return new Checkpoint(config, Map.of());
  }

  /** A trainer that goes on from here. */
  SrmTrainer open() {
    SrmTrainer trainer = new SrmTrainer(config, "experiment", "experiment");
    state.forEach(trainer::restore);
    return trainer;
  }

  /** What a trainer opened here is now, if it was not saved since. */
  Checkpoint after(SrmTrainer trainer) {
    Map<String, byte[]> next = new HashMap<>(state);
    trainer.saveChanges(
        (key, value) -> {
          if (value == null) {
            next.remove(key);
          } else {
            next.put(key, value);
          }
        });
    return new Checkpoint(config, next);
  }

  /** What it is after these batches. */
  Checkpoint learned(List<List<TrainingExample>> batches, Catalogue catalogue) {
    try (SrmTrainer trainer = open()) {
      batches.forEach(batch -> trainer.scoreThenLearn(batch, catalogue));
      return after(trainer);
    }
  }

  /** Copies of the dense parameters. */
  List<Parameter> dense() {
    try (SrmTrainer trainer = open()) {
      return copies(trainer.parameters());
    }
  }

  /** The same with other dense parameters. */
  Checkpoint with(List<Parameter> dense) {
    try (SrmTrainer trainer = open()) {
      trainer.set(dense);
      return after(trainer);
    }
  }

  /** The examples as this model's rows encode them. */
  Window window(List<List<TrainingExample>> batches, Catalogue catalogue) {
    List<TrainingExample> examples = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    try (SrmTrainer trainer = open()) {
      for (List<TrainingExample> batch : batches) {
        examples.addAll(batch);
        tasks.add(trainer.task(batch, catalogue));
      }
    }
    return new Window(examples, tasks);
  }

  static List<Parameter> copies(List<Parameter> parameters) {
    return parameters.stream().map(p -> p.withValues(p.values().clone())).toList();
  }
}
