package dev.freshet.flink.training;

import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of the training job between memory and state, where their entries are {@code
 * model/key}.
 *
 * <p>What was learned under another configuration cannot be taken back: the model then starts
 * afresh, and a releasing one in a new generation, since rows and networks of two shapes must never
 * meet.
 */
final class SavedTrainers {

  private static final Logger LOG = LoggerFactory.getLogger(SavedTrainers.class);

  private final MapState<String, byte[]> entries;

  /**
   * @param entries of the job's state
   */
  SavedTrainers(MapState<String, byte[]> entries) {
    this.entries = entries;
  }

  /**
   * The models as they were saved, or new ones.
   *
   * @param progress of the job; null for a job that has none
   * @param generation of a fresh start
   */
  List<Trainer> restore(
      TrainerFactory factory, @Nullable TrainingProgress progress, String generation)
      throws Exception {
    if (progress == null) {
      return factory.create(generation);
    }
    List<Trainer> trainers = factory.create(progress.getGeneration());
    Set<String> afresh = changed(trainers, progress.getConfigurations());
    if (trainers.stream().anyMatch(each -> afresh.contains(each.model()) && releases(each))) {
      trainers.forEach(Trainer::close);
      trainers = factory.create(next(progress, generation));
    }
    drop(afresh);
    takeBack(trainers);
    return trainers;
  }

  /** Writes what changed in the models since the last time. */
  void save(List<Trainer> trainers) throws Exception {
    for (Trainer trainer : trainers) {
      Map<String, byte[]> changed = new HashMap<>();
      String prefix = trainer.model() + "/";
      trainer.saveChanges((key, value) -> changed.put(prefix + key, value));
      for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
        if (entry.getValue() == null) {
          entries.remove(entry.getKey());
        } else {
          entries.put(entry.getKey(), entry.getValue());
        }
      }
    }
  }

  /** What {@link TrainingProgress} remembers of the models. */
  static Map<String, String> configurations(List<Trainer> trainers) {
    return trainers.stream().collect(Collectors.toMap(Trainer::model, Trainer::configuration));
  }

  private static Set<String> changed(List<Trainer> trainers, Map<String, String> saved) {
    return trainers.stream()
        .filter(
            each ->
                saved.containsKey(each.model())
                    && !each.configuration().equals(saved.get(each.model())))
        .map(Trainer::model)
        .collect(Collectors.toSet());
  }

  private static boolean releases(Trainer trainer) {
    return trainer instanceof ReleasingTrainer;
  }

  /** A name that is not that of the generation before. */
  private static String next(TrainingProgress progress, String generation) {
    return generation.equals(progress.getGeneration())
        ? generation + "-" + progress.getLearnedUpTo()
        : generation;
  }

  private void drop(Set<String> models) throws Exception {
    if (models.isEmpty()) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("models", models)
        .log("models start afresh: what they had learned belongs to another configuration");
    List<String> keys = new ArrayList<>();
    for (String key : entries.keys()) {
      if (models.contains(model(key))) {
        keys.add(key);
      }
    }
    for (String key : keys) {
      entries.remove(key);
    }
  }

  private void takeBack(List<Trainer> trainers) throws Exception {
    Map<String, Trainer> byModel = new HashMap<>();
    trainers.forEach(trainer -> byModel.put(trainer.model(), trainer));
    for (Map.Entry<String, byte[]> entry : entries.entries()) {
      Trainer trainer = byModel.get(model(entry.getKey()));
      if (trainer != null) {
        String key = entry.getKey().substring(trainer.model().length() + 1);
        trainer.restore(key, entry.getValue());
      }
    }
  }

  private static String model(String key) {
    return key.substring(0, key.indexOf('/'));
  }
}
