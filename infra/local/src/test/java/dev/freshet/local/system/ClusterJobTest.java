package dev.freshet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterJobTest {

  private static final List<String> SETTINGS =
      List.of(
          "--set",
          "freshet.training.model=din",
          "--set",
          "freshet.labels.grace=2 s",
          "--set",
          "freshet.events.remembered=9",
          "--set",
          "freshet.kafka.partitions=8",
          "--set",
          "execution.checkpointing.interval=3 s");

  @Test
  void getsTheSettingsThatItReads() {
    assertThat(ClusterJob.LABELS.settings(SETTINGS))
        .containsExactly(
            "--set",
            "freshet.labels.parallelism=2",
            "--set",
            "freshet.labels.grace=2 s",
            "--set",
            "freshet.events.remembered=9",
            "--set",
            "freshet.kafka.partitions=8",
            "--set",
            "execution.checkpointing.interval=3 s");
    assertThat(ClusterJob.TRAINING.settings(SETTINGS))
        .containsExactly(
            "--set",
            "freshet.training.model=din",
            "--set",
            "freshet.kafka.partitions=8",
            "--set",
            "execution.checkpointing.interval=3 s");
  }

  @Test
  void leavesWhatOnlyARoundReadsToTheProcessOfTheRounds() {
    List<String> settings =
        List.of(
            "--set",
            "freshet.fusion-training.first=9",
            "--set",
            "freshet.fusion.text-encoder=false",
            "--set",
            "freshet.labels.grace=2 s",
            "--set",
            "freshet.misspelt=1",
            "--set",
            "execution.checkpointing.interval=3 s");

    assertThat(ClusterJob.settings(settings, true))
        .containsExactly(
            "--set",
            "freshet.fusion-training.first=9",
            "--set",
            "freshet.fusion.text-encoder=false",
            "--set",
            "execution.checkpointing.interval=3 s");
    assertThat(ClusterJob.settings(settings, false))
        .containsExactly(
            "--set",
            "freshet.fusion.text-encoder=false",
            "--set",
            "freshet.labels.grace=2 s",
            "--set",
            "freshet.misspelt=1",
            "--set",
            "execution.checkpointing.interval=3 s");
  }

  @Test
  void takesASlotForEachParallelTask() {
    assertThat(ClusterJob.slots()).isEqualTo(2 + 2 + 2 + 1 + 1);
  }
}
