package dev.freshet.flink.training;

import dev.freshet.flink.Settings;
import dev.freshet.models.Trainer;
import dev.freshet.models.baseline.Ftrl;
import dev.freshet.models.baseline.FtrlConfig;
import dev.freshet.models.baseline.Popularity;
import dev.freshet.models.baseline.RateConfig;
import dev.freshet.models.baseline.VideoRate;
import dev.freshet.models.baseline.VideoUserRate;
import dev.freshet.models.srm.SequenceModel;
import dev.freshet.models.srm.SrmConfig;
import dev.freshet.models.srm.SrmTrainer;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The sequence model and the baselines that it is compared with.
 *
 * @param dataset name of the training data, for the provenance
 * @param srm the sequence model's configuration as JSON
 */
record MainTrainers(String dataset, String srm) implements TrainerFactory {

  private static final ConfigOption<String> DATASET =
      ConfigOptions.key("freshet.training.dataset").stringType().defaultValue("feedback-events");
  private static final ConfigOption<String> SRM =
      ConfigOptions.key("freshet.training.srm").stringType().noDefaultValue();
  private static final ConfigOption<SequenceModel> MODEL =
      ConfigOptions.key("freshet.training.model").enumType(SequenceModel.class).noDefaultValue();

  static MainTrainers from(Settings settings) {
    SrmConfig given = settings.find(SRM).map(SrmConfig::fromJson).orElseGet(SrmConfig::defaults);
    SrmConfig srm = settings.find(MODEL).map(given::with).orElse(given);
    return new MainTrainers(settings.get(DATASET), srm.toJson());
  }

  MainTrainers {
    SrmConfig unused = SrmConfig.fromJson(srm); // a bad one fails here, not in a task
  }

  @Override
  public List<Trainer> create(String generation) {
    RateConfig rates = RateConfig.defaults();
    return List.of(
        new SrmTrainer(SrmConfig.fromJson(srm), generation, dataset),
        new Ftrl(FtrlConfig.defaults()),
        new VideoRate(rates),
        new VideoUserRate(rates),
        new Popularity(rates));
  }
}
