package dev.freshet.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.system.LocalProcesses.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkClusterTest {

  @TempDir Path root;

  private VarFolder var;
  private FlinkCluster cluster;

  @BeforeEach
  void build() throws Exception {
    Path target = root.resolve("flink-jobs/target");
    Files.createDirectories(target.resolve("lib"));
    Files.createFile(target.resolve("freshet-flink-jobs-1.0.jar"));
    var = VarFolder.open(root.resolve("var"));
    var processes = new LocalProcesses(new Installation(root), var, new Ports(1, 2, 3, 4, 5));
    cluster = new FlinkCluster(processes, 11, 12, List.of(13, 14));
  }

  @AfterEach
  void close() {
    var.close();
  }

  @Test
  void isAJobManagerAndTaskManagersThatAreReadyWhereTheyListen() {
    List<ChildSpec> specs = cluster.specs();

    assertThat(specs)
        .extracting(ChildSpec::name)
        .containsExactly("job-manager", "task-manager-1", "task-manager-2");
    assertThat(specs).extracting(spec -> spec.readyPort().getAsInt()).containsExactly(12, 13, 14);
    assertThat(specs.getLast().arguments())
        .contains("taskmanager.rpc.port=14", "io.tmp.dirs=" + var.of("flink/task-manager-2"));
  }

  @Test
  void givesEachTaskManagerRoomForAllJobs() {
    cluster.specs();

    assertThat(var.of("flink-conf").resolve("config.yaml"))
        .content()
        .contains("jobmanager.rpc.port: 11\n")
        .contains("rest.port: 12\n")
        .contains("taskmanager.numberOfTaskSlots: 8\n")
        .contains("taskmanager.memory.task.heap.size: 640m\n");
    assertThat(cluster.specs().getLast().jvmFlags()).contains("-Xmx768m"); // 640 + 128
  }

  @Test
  void leavesTheJobsOwnJarToTheSubmission() {
    String jar = root.resolve("flink-jobs/target/freshet-flink-jobs-1.0.jar").toString();

    ChildSpec submission =
        cluster.submission(ClusterJob.FEATURES, List.of("--set", "freshet.training.model=din"));

    assertThat(cluster.specs())
        .allSatisfy(spec -> assertThat(spec.classPath()).isNotEmpty().doesNotContain(jar));
    assertThat(submission.arguments())
        .containsExactly(
            "run",
            "--detached",
            "--class",
            "dev.freshet.flink.features.FeaturesJob",
            jar,
            "--bootstrap",
            "127.0.0.1:1",
            "--set",
            "execution.checkpointing.dir=file://" + var.of("flink/checkpoints/features"),
            "--set",
            "freshet.features.parallelism=2");
    assertThat(submission.environment())
        .containsEntry("FLINK_CONF_DIR", var.of("flink-conf").toString());
  }
}
