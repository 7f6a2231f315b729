package dev.freshet.local.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A job on a {@link FlinkCluster}. What can be parallel is: its records cross task managers. */
public enum ClusterJob {
  /** Keeps what is known of each user. */
  FEATURES("dev.freshet.flink.features.FeaturesJob", 2, "features|events|tracing|kafka"),
  /** Joins what was shown with what came of it. */
  LABELS("dev.freshet.flink.labels.LabelsJob", 2, "labels|events|kafka"),
  /** Makes vectors of what is seen, heard and read of videos. */
  FUSION("dev.freshet.flink.fusion.FusionJob", 2, "execution|fusion|kafka"),
  /** Learns how to make them. */
  FUSION_TRAINING(
      "dev.freshet.flink.fusion.training.FusionTrainingJob",
      1,
      "execution|fusion|fusion-training|kafka"),
  /** Learns, in one order. */
  TRAINING("dev.freshet.flink.training.TrainingJob", 1, "training|kafka");

  private static final String OURS = "freshet.";

  private final String main;
  private final int parallelism;

  /** First parts of the names of our settings that it reads, as a regular expression. */
  private final String reads;

  ClusterJob(String main, int parallelism, String reads) {
    this.main = main;
    this.parallelism = parallelism;
    this.reads = reads;
  }

  /** Its name, as in its checkpoints' folder and its settings. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Slots that all jobs together take. */
  static int slots() {
    return Arrays.stream(values()).mapToInt(job -> job.parallelism).sum();
  }

  /** Whether it trains in rounds; on one machine those have a process of their own. */
  public boolean trains() {
    return this == FUSION_TRAINING;
  }

  /** Whether it is one of the jobs of fusion, which a system can do without. */
  public boolean fuses() {
    return this == FUSION || this == FUSION_TRAINING;
  }

  String main() {
    return main;
  }

  /**
   * The arguments for this job: a job refuses settings that only others read.
   *
   * @param all {@code --set}, setting, and so on
   */
  List<String> settings(List<String> all) {
    List<String> mine = new ArrayList<>();
    if (parallelism > 1) {
      mine.addAll(List.of("--set", OURS + id() + ".parallelism=" + parallelism));
    }
    for (int i = 0; i + 1 < all.size(); i += 2) {
      if (reads(all.get(i + 1))) {
        mine.addAll(all.subList(i, i + 2));
      }
    }
    return mine;
  }

  /**
   * The settings for one of the two processes of one machine: the process of the rounds gets those
   * that a round reads, the other one all that it does not leave to a round alone.
   *
   * @param all {@code --set}, setting, and so on
   * @param rounds whether for the process of the rounds
   */
  static List<String> settings(List<String> all, boolean rounds) {
    List<String> theirs = new ArrayList<>();
    for (int i = 0; i + 1 < all.size(); i += 2) {
      String setting = all.get(i + 1);
      boolean round = read(setting, true);
      if (rounds ? round : !round || read(setting, false)) {
        theirs.addAll(all.subList(i, i + 2));
      }
    }
    return theirs;
  }

  private static boolean read(String setting, boolean rounds) {
    return Arrays.stream(values()).anyMatch(job -> job.trains() == rounds && job.reads(setting));
  }

  private boolean reads(String setting) {
    if (!setting.startsWith(OURS)) {
      return true; // Flink's own
    }
    String group = setting.substring(OURS.length()).split("\\.", 2)[0];
    return group.matches(reads);
  }
}
