package dev.freshet.flink.training;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import dev.freshet.models.baseline.Ftrl;
import dev.freshet.models.baseline.FtrlConfig;
import dev.freshet.models.baseline.Popularity;
import dev.freshet.models.baseline.RateConfig;
import dev.freshet.models.baseline.VideoRate;
import dev.freshet.models.baseline.VideoUserRate;
import dev.freshet.models.merging.IncrementalConfig;
import dev.freshet.models.merging.IncrementalTrainer;
import dev.freshet.models.merging.MergingConfig;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The sequence model and the baselines that it is compared with.
 *
 * @param dataset name of the training data, for the provenance
 * @param srm the sequence model's configuration as JSON
 * @param replicas that learn the sequence model, each from its own users; 1 for a plain trainer
 * @param mergeEvery batches after which replicas are merged
 * @param fullEvery event time from one full checkpoint to the next, which is merged with what was
 *     learned since; zero for none
 */
record MainTrainers(String dataset, String srm, int replicas, int mergeEvery, Duration fullEvery)
    implements TrainerFactory {

  private static final ConfigOption<String> DATASET =
      ConfigOptions.key("freshet.training.dataset").stringType().defaultValue("feedback-events");
  private static final ConfigOption<String> SRM =
      ConfigOptions.key("freshet.training.srm").stringType().noDefaultValue();
  private static final ConfigOption<SequenceModel> MODEL =
      ConfigOptions.key("freshet.training.model").enumType(SequenceModel.class).noDefaultValue();

  private static final ConfigOption<Integer> FUSED_DIMENSION =
      ConfigOptions.key("freshet.training.fused-dimension").intType().noDefaultValue();

  /** Replicas that learn the sequence model. */
  static final ConfigOption<Integer> REPLICAS =
      ConfigOptions.key("freshet.training.replicas").intType().defaultValue(1);

  private static final ConfigOption<Integer> MERGE_EVERY =
      ConfigOptions.key("freshet.training.merge-every").intType().defaultValue(16);

  private static final ConfigOption<Duration> FULL_EVERY =
      ConfigOptions.key("freshet.training.full-checkpoint-every")
          .durationType()
          .defaultValue(Duration.ZERO);

  static MainTrainers from(Settings settings) {
    SrmConfig given = settings.find(SRM).map(SrmConfig::fromJson).orElseGet(SrmConfig::defaults);
    SrmConfig model = settings.find(MODEL).map(given::with).orElse(given);
    SrmConfig srm = settings.find(FUSED_DIMENSION).map(model::withFused).orElse(model);
    if (srm.fusedDimension() > 0 && settings.profile() == Profile.REPLAY) {
      throw new IllegalArgumentException(
          FUSED_DIMENSION.key()
              + " must be 0 in a replay: fused vectors count as they arrive, which no two runs share");
    }
    return new MainTrainers(
        settings.get(DATASET),
        srm.toJson(),
        settings.get(REPLICAS),
        settings.get(MERGE_EVERY),
        settings.get(FULL_EVERY));
  }

  MainTrainers {
    SrmConfig unused = SrmConfig.fromJson(srm); // a bad one fails here, not in a task
    requirePositive(REPLICAS, replicas);
    requirePositive(MERGE_EVERY, mergeEvery);
    if (fullEvery.isNegative()) {
      throw new IllegalArgumentException(FULL_EVERY.key() + " must not be negative: " + fullEvery);
    }
    if (!fullEvery.isZero() && replicas > 1) {
      throw new IllegalArgumentException(
          "%s needs %s to be 1: it is %d".formatted(FULL_EVERY.key(), REPLICAS.key(), replicas));
    }
  }

  /** Components of the fused vectors that the sequence model reads; 0 for none. */
  int fusedDimension() {
    return SrmConfig.fromJson(srm).fusedDimension();
  }

  @Override
  public List<Trainer> create(String generation) {
    RateConfig rates = RateConfig.defaults();
    return List.of(
        sequenceModel(generation),
        new Ftrl(FtrlConfig.defaults()),
        new VideoRate(rates),
        new VideoUserRate(rates),
        new Popularity(rates));
  }

  private ReleasingTrainer sequenceModel(String generation) {
    SrmConfig config = SrmConfig.fromJson(srm);
    if (replicas > 1) {
      return new ReplicatedTrainer(
          config, MergingConfig.of(replicas, mergeEvery), generation, dataset);
    }
    SrmTrainer trainer = new SrmTrainer(config, generation, dataset);
    return fullEvery.isZero()
        ? trainer
        : new IncrementalTrainer(trainer, IncrementalConfig.of(fullEvery, mergeEvery));
  }

  private static void requirePositive(ConfigOption<Integer> option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option.key() + " must be positive: " + value);
    }
  }
}
