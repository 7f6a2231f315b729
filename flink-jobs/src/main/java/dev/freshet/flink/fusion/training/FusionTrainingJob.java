package dev.freshet.flink.fusion.training;

import dev.freshet.flink.job.Job;
import dev.freshet.flink.rounds.RoundJob;

/**
 * Learns a fusion from the long views so far, again as they become more, and releases it to the job
 * {@code fusion}.
 *
 * <pre>
 * training-examples, the latest long views ─┐
 *                                           ├─► fusion-training ─► model-releases
 * videos, the newest record of each ────────┘
 * </pre>
 */
public final class FusionTrainingJob {

  /** Name of the job. */
  public static final String NAME = "fusion-training";

  /** Its graph under this name. */
  public static final Job JOB =
      RoundJob.of(NAME, settings -> new FusionRound(FusionTrainingConfig.from(settings)));

  private FusionTrainingJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }
}
