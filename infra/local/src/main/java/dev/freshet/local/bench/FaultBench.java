package dev.freshet.local.bench;

import dev.freshet.local.broker.Port;
import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.RestartPolicy;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.ClusterJob;
import dev.freshet.local.system.FlinkCluster;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The system in which processes are killed on purpose: it has two serving nodes, its clients reach
 * the broker through a proxy that can be stopped, its checkpoints lie on a small disk of their own
 * where this user may mount one, and a process is started again however often it dies.
 *
 * @param installation where the jars are
 * @param var where the processes write
 * @param terminal what the person sees
 */
public record FaultBench(Installation installation, VarFolder var, Terminal terminal) {

  /** Name of the benchmark. */
  public static final String NAME = "faults";

  private static final RestartPolicy PATIENT =
      new RestartPolicy(100, Duration.ofMinutes(1), Duration.ofSeconds(1));
  private static final int TASK_MANAGERS = 2;
  private static final int CHECKPOINT_MEBIBYTES = 192;

  /**
   * Runs the benchmark to its end and returns its exit status.
   *
   * @param model that learns and serves
   * @param settings of the Flink jobs, as arguments
   * @param cluster whether Flink is a job manager and two task managers, not one process
   * @param fusion whether the jobs that fuse what videos hold run as well
   * @param further arguments of the benchmark
   */
  public int run(
      String model, List<String> settings, boolean cluster, boolean fusion, List<String> further)
      throws InterruptedException {
    Optional<SmallDisk> disk =
        SmallDisk.mount(var.of("flink").resolve("checkpoints"), CHECKPOINT_MEBIBYTES);
    try (LocalSystem system = new LocalSystem(var, terminal, PATIENT)) {
      int broker = Port.free();
      int second = Port.free();
      var processes = new LocalProcesses(installation, var, Ports.free());
      system.start(processes.brokerAt(broker), processes.proxy(broker));
      List<String> flink;
      if (cluster) {
        FlinkCluster several = FlinkCluster.of(processes, TASK_MANAGERS);
        startCluster(system, several, settings, fusion);
        flink = List.of("--flink-url", several.url());
      } else {
        system.start(processes.jobs(fusion, List.of(), settings));
        flink = List.of("--flink-metrics-url", "http://127.0.0.1:" + processes.ports().flink());
      }
      system.start(
          processes.serving(model), processes.secondServing(second, model), processes.streams());
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "bench",
                  NAME,
                  "--url",
                  processes.url() + "," + LocalProcesses.url(second),
                  "--bootstrap",
                  processes.bootstrap(),
                  "--streams-url",
                  processes.streamsUrl(),
                  "--processes",
                  var.processes().file().toString()));
      disk.ifPresent(small -> arguments.addAll(List.of("--small-disk", small.dir().toString())));
      arguments.addAll(flink);
      arguments.addAll(further);
      return system.run(processes.loadtests("bench", arguments));
    } finally {
      disk.ifPresent(SmallDisk::close);
    }
  }

  private static void startCluster(
      LocalSystem system, FlinkCluster cluster, List<String> settings, boolean fusion)
      throws InterruptedException {
    // one after the other: many JVMs that start at once on few cores take too long
    for (ChildSpec spec : cluster.specs()) {
      system.start(spec);
    }
    List<String> all = new ArrayList<>(fusion ? LocalProcesses.FUSED_HALVES : List.of());
    all.addAll(settings);
    for (ClusterJob job : ClusterJob.values()) {
      if (fusion || !job.fuses()) {
        system.complete(cluster.submission(job, all));
      }
    }
  }
}
