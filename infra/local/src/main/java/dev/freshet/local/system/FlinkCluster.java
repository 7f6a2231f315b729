package dev.freshet.local.system;

import dev.freshet.local.broker.Port;
import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Flink as a session cluster on this machine: a job manager and task managers, each in a JVM of its
 * own, from the libraries as they are built, without Flink's distribution. The class path of the
 * cluster is what the jobs need, the libraries with natives included, because one class loader only
 * can load those; the jobs' own jar comes to it with each job.
 *
 * <p>Each task manager alone has room for all jobs.
 *
 * @param processes the rest of the system
 * @param jobManagerPort for remote calls to the job manager
 * @param restPort where jobs are submitted
 * @param taskManagerPorts for remote calls to each task manager
 */
public record FlinkCluster(
    LocalProcesses processes, int jobManagerPort, int restPort, List<Integer> taskManagerPorts) {

  private static final String MODULE = "flink-jobs";
  private static final String CONF = "flink-conf";

  /** MiB for the framework's heap and the jobs', which share {@code -Xmx}. */
  private static final int FRAMEWORK_HEAP = 128;

  private static final int TASK_HEAP = 640;

  /** MiB of direct memory, for the framework, the tasks, and between them. */
  private static final int FRAMEWORK_OFF_HEAP = 128;

  private static final int TASK_OFF_HEAP = 128;
  private static final int NETWORK = 64;

  private static final int METASPACE = 256;

  /** Copies the list. */
  public FlinkCluster {
    taskManagerPorts = List.copyOf(taskManagerPorts);
  }

  /** A cluster of that many task managers at free ports. */
  public static FlinkCluster of(LocalProcesses processes, int taskManagers) {
    return new FlinkCluster(
        processes,
        Port.free(),
        Port.free(),
        IntStream.range(0, taskManagers).map(each -> Port.free()).boxed().toList());
  }

  /** Job manager and task managers, after their configuration is written. */
  public List<ChildSpec> specs() {
    Path conf = writeConfiguration();
    List<ChildSpec> specs = new ArrayList<>();
    specs.add(jobManager(conf));
    for (int number = 1; number <= taskManagerPorts.size(); number++) {
      specs.add(taskManager(conf, number));
    }
    return specs;
  }

  /** Base of the job manager's REST API. */
  public String url() {
    return "http://127.0.0.1:" + restPort;
  }

  /**
   * Submits a job and ends.
   *
   * @param settings of all jobs, as arguments; the job gets those that it reads
   */
  public ChildSpec submission(ClusterJob job, List<String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--detached",
                "--class",
                job.main(),
                jobJar(),
                "--bootstrap",
                processes.bootstrap(),
                "--set",
                "execution.checkpointing.dir="
                    + processes.var().of("flink/checkpoints").resolve(job.id()).toUri()));
    arguments.addAll(job.settings(settings));
    return processes
        .child(
            "submit-" + job.id(),
            classPath(),
            "org.apache.flink.client.cli.CliFrontend",
            flags("-Xmx192m", "-XX:+UseSerialGC"),
            arguments)
        .with("FLINK_CONF_DIR", processes.var().of(CONF).toString());
  }

  private ChildSpec jobManager(Path conf) {
    return processes
        .child(
            "job-manager",
            classPath(),
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            flags("-Xmx256m", "-XX:+UseSerialGC"),
            List.of("--configDir", conf.toString()))
        .readyAt(restPort);
  }

  private ChildSpec taskManager(Path conf, int number) {
    String name = "task-manager-" + number;
    int port = taskManagerPorts.get(number - 1);
    return processes
        .child(
            name,
            classPath(),
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            flags(
                "-Xmx" + (FRAMEWORK_HEAP + TASK_HEAP) + "m",
                "-XX:MaxDirectMemorySize=" + (FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP + NETWORK) + "m",
                "-XX:MaxMetaspaceSize=" + METASPACE + "m"),
            List.of(
                "--configDir",
                conf.toString(),
                "-D",
                "taskmanager.resource-id=" + name,
                "-D",
                "taskmanager.rpc.port=" + port,
                "-D",
                "io.tmp.dirs=" + processes.var().fresh("flink/" + name)))
        .readyAt(port);
  }

  private static List<String> flags(String... own) {
    List<String> flags = new ArrayList<>(LocalProcesses.DJL_FLAGS);
    flags.addAll(LocalProcesses.FLINK_FLAGS);
    flags.add("-Dlogback.configurationFile=dev/freshet/local/logback-flink.xml");
    flags.addAll(List.of(own));
    return flags;
  }

  /** The libraries; the first entry, the jobs' own jar, is left to the submission. */
  private List<String> classPath() {
    List<String> all = processes.installation().classPath(MODULE);
    return all.subList(1, all.size());
  }

  private String jobJar() {
    return processes.installation().classPath(MODULE).getFirst();
  }

  private Path writeConfiguration() {
    Path conf = processes.var().fresh(CONF);
    try {
      Files.writeString(conf.resolve("config.yaml"), configuration());
      return conf;
    } catch (IOException e) {
      throw new LaunchException("cannot write Flink's configuration in " + conf + ": " + e, e);
    }
  }

  /** With what Flink's own start scripts would otherwise work out. */
  String configuration() {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    jobmanager.bind-host: 127.0.0.1
    rest.address: 127.0.0.1
    rest.port: %d
    rest.bind-address: 127.0.0.1
    web.submit.enable: false
    web.cancel.enable: false
    web.access-control-allow-origin: https://none.invalid
    taskmanager.host: 127.0.0.1
    taskmanager.bind-host: 127.0.0.1
    taskmanager.numberOfTaskSlots: %d
    taskmanager.load-balance.mode: SLOTS
    taskmanager.cpu.cores: 1.0
    taskmanager.memory.framework.heap.size: %dm
    taskmanager.memory.task.heap.size: %dm
    taskmanager.memory.framework.off-heap.size: %dm
    taskmanager.memory.task.off-heap.size: %dm
    taskmanager.memory.network.min: %dm
    taskmanager.memory.network.max: %dm
    taskmanager.memory.managed.size: 256m
    taskmanager.memory.jvm-metaspace.size: %dm
    taskmanager.memory.jvm-overhead.min: 192m
    taskmanager.memory.jvm-overhead.max: 192m
    # a task manager that is gone is noticed soon
    heartbeat.interval: 1000
    heartbeat.timeout: 10000
    # many processes start at once on few cores
    pekko.startup-timeout: 60 s
    pekko.ask.timeout: 30 s
    """
        .formatted(
            jobManagerPort,
            restPort,
            ClusterJob.slots(),
            FRAMEWORK_HEAP,
            TASK_HEAP,
            FRAMEWORK_OFF_HEAP,
            TASK_OFF_HEAP,
            NETWORK,
            NETWORK,
            METASPACE);
  }
}
