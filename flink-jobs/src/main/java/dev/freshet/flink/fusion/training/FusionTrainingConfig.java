package dev.freshet.flink.fusion.training;

import dev.freshet.flink.Settings;
import dev.freshet.flink.fusion.FusionConfig;
import dev.freshet.flink.rounds.RoundConfig;
import dev.freshet.flink.rounds.Trigger;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.fusion-training}.
 *
 * @param first long views from which the first fusion is learned
 * @param growth how many times as many there must be for the next one
 * @param remembered long views that are kept to learn from, the latest; also the most that come
 *     between two fusions
 * @param components of a fused vector
 * @param tolerance how far the NDCG@10 of a fusion may be below the serving one's
 * @param fusion settings of the job {@code fusion}, which will run the network
 * @param seed of everything that is drawn
 * @param timeToLive time without a change after which a video or a long view is forgotten
 */
public record FusionTrainingConfig(
    int first,
    double growth,
    int remembered,
    int components,
    double tolerance,
    FusionConfig fusion,
    long seed,
    Duration timeToLive)
    implements Serializable {

  private static final String PREFIX = "freshet.fusion-training.";

  private static final ConfigOption<Integer> FIRST =
      ConfigOptions.key(PREFIX + "first").intType().defaultValue(5_000);
  private static final ConfigOption<Double> GROWTH =
      ConfigOptions.key(PREFIX + "growth").doubleType().defaultValue(4.0);
  private static final ConfigOption<Integer> REMEMBERED =
      ConfigOptions.key(PREFIX + "remembered").intType().defaultValue(50_000);
  private static final ConfigOption<Integer> COMPONENTS =
      ConfigOptions.key(PREFIX + "components").intType().defaultValue(16);
  private static final ConfigOption<Double> TOLERANCE =
      ConfigOptions.key(PREFIX + "tolerance").doubleType().defaultValue(0.02);
  private static final ConfigOption<Long> SEED =
      ConfigOptions.key(PREFIX + "seed").longType().defaultValue(42L);
  private static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key(PREFIX + "time-to-live").durationType().defaultValue(Duration.ofDays(400));

  public FusionTrainingConfig {
    requirePositive("first", first);
    requirePositive("components", components);
    if (!(growth > 1)) {
      throw new IllegalArgumentException(PREFIX + "growth must be above 1: " + growth);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException(PREFIX + "tolerance must not be negative: " + tolerance);
    }
    if (remembered < first) {
      throw new IllegalArgumentException(
          PREFIX + "remembered must not be below first: %d, %d".formatted(remembered, first));
    }
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException(PREFIX + "time-to-live must be positive: " + timeToLive);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(PREFIX + name + " must be positive: " + value);
    }
  }

  /** The settings. */
  public static FusionTrainingConfig from(Settings settings) {
    return new FusionTrainingConfig(
        settings.get(FIRST),
        settings.get(GROWTH),
        settings.get(REMEMBERED),
        settings.get(COMPONENTS),
        settings.get(TOLERANCE),
        FusionConfig.from(settings),
        settings.get(SEED),
        settings.get(TIME_TO_LIVE));
  }

  /** The round: by the number of long views. */
  RoundConfig round() {
    return new RoundConfig(
        MetaMmfRelease.MODEL,
        List.of(new Trigger.ByCount(first, growth, remembered)),
        tolerance,
        timeToLive);
  }

  /** The network and how it is trained. */
  MetaMmfConfig model() {
    return MetaMmfConfig.streamed(components, seed);
  }
}
