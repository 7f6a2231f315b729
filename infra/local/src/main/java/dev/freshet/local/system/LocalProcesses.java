package dev.freshet.local.system;

import dev.freshet.local.broker.Port;
import dev.freshet.local.process.ChildSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How each process of the system is started on one machine.
 *
 * @param installation where the jars are
 * @param var where the processes write
 * @param ports where they listen
 */
public record LocalProcesses(Installation installation, VarFolder var, Ports ports) {

  /** What a JVM needs that trains: nothing is fetched, and one thread does it. */
  public static final List<String> DJL_FLAGS =
      List.of(
          "-Dai.djl.offline=true",
          "-Dai.djl.pytorch.num_threads=1",
          "-Dai.djl.pytorch.num_interop_threads=1");

  /** What the training job is told where the content of videos is to count. */
  public static final List<String> FUSED_HALVES =
      List.of("--set", "freshet.training.fused-dimension=16");

  private static final List<String> WITH_FUSION =
      List.of("--jobs", "features,labels,fusion,training");

  /** What little state the rounds keep. */
  private static final String ROUNDS_STATE = "taskmanager.memory.managed.size=64m";

  /** What Flink needs to copy records of the JDK's types. */
  static final List<String> FLINK_FLAGS =
      List.of(
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.time=ALL-UNNAMED");

  private static final String HOST = "127.0.0.1";

  /** Hours of the standard audience's events; twenty partitions of this are the most. */
  private static final long RETAIN_BYTES = 256L << 20;

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  /** Enough to write down what must be, the loaded classes included. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * Where the processes listen on 127.0.0.1.
   *
   * @param kafka for clients of the broker
   * @param serving for the HTTP API
   * @param streams for health and metrics of the topologies
   * @param flink for metrics of the jobs
   * @param trainer for metrics of the training rounds
   */
  public record Ports(int kafka, int serving, int streams, int flink, int trainer) {

    /** Free ones. */
    public static Ports free() {
      return new Ports(Port.free(), Port.free(), Port.free(), Port.free(), Port.free());
    }
  }

  /** Which clock drives the Flink jobs. */
  public enum Profile {
    /** Events count as they come. */
    LIVE,
    /** Events of a log count by the marks between them. */
    REPLAY
  }

  /** A broker that keeps everything until its time has come. */
  public ChildSpec broker() {
    return broker(List.of());
  }

  /** A broker for a system that stays up: what has no end must not fill the disk. */
  public ChildSpec boundedBroker() {
    return broker(List.of("--retain", Long.toString(RETAIN_BYTES)));
  }

  /** A broker that listens at {@code port} and sends clients to where they expect it. */
  public ChildSpec brokerAt(int port) {
    return broker(port, List.of("--advertised-port", Integer.toString(ports.kafka())));
  }

  private ChildSpec broker(List<String> further) {
    return broker(ports.kafka(), further);
  }

  private ChildSpec broker(int port, List<String> further) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--port", Integer.toString(port), "--dir", var.of("broker").toString()));
    arguments.addAll(further);
    return child(
        "broker",
        "infra/local",
        "dev.freshet.local.broker.BrokerProcess",
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Dlogback.configurationFile=dev/freshet/local/logback-broker.xml"),
        arguments);
  }

  /** What stands between the broker at {@code port} and its clients. */
  public ChildSpec proxy(int port) {
    return child(
        "proxy",
        "infra/local",
        "dev.freshet.local.broker.BrokerProxy",
        List.of("-Xmx48m", "-XX:+UseSerialGC"),
        List.of("--port", Integer.toString(ports.kafka()), "--to", Integer.toString(port)));
  }

  /** Trending, with its health and metrics. */
  public ChildSpec streams() {
    return child(
        "streams",
        "streams",
        "dev.freshet.streams.StreamsApp",
        List.of("-Xmx160m", "-XX:+UseSerialGC"),
        List.of(
            "--bootstrap",
            bootstrap(),
            "--dir",
            var.of("streams").toString(),
            "--port",
            Integer.toString(ports.streams())));
  }

  /**
   * The processes of the live system's Flink jobs. With fusion there are two, as training rounds
   * never run beside what somebody waits for.
   *
   * @param fusion whether the content of videos counts
   * @param arguments other than settings
   * @param settings of all jobs, as arguments
   */
  public List<ChildSpec> jobs(boolean fusion, List<String> arguments, List<String> settings) {
    List<String> all = new ArrayList<>(arguments);
    if (!fusion) {
      all.addAll(settings);
      return List.of(flink(Profile.LIVE, all));
    }
    all.addAll(WITH_FUSION);
    all.addAll(FUSED_HALVES);
    all.addAll(ClusterJob.settings(settings, /* rounds= */ false));
    return List.of(flink(Profile.LIVE, all), trainer(settings));
  }

  /** The training rounds, which give way to all other processes. */
  private ChildSpec trainer(List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of("--jobs", rounds(), "--set", ROUNDS_STATE));
    arguments.addAll(ClusterJob.settings(settings, /* rounds= */ true));
    return localJobs("trainer", Profile.LIVE, ports.trainer(), "-Xmx320m", arguments)
        .behindOthers();
  }

  private static String rounds() {
    return Arrays.stream(ClusterJob.values())
        .filter(ClusterJob::trains)
        .map(ClusterJob::id)
        .collect(Collectors.joining(","));
  }

  /** The Flink jobs, with {@code settings} as further arguments. */
  public ChildSpec flink(Profile profile, List<String> settings) {
    return localJobs("flink", profile, ports.flink(), "-Xmx896m", settings);
  }

  private ChildSpec localJobs(
      String name, Profile profile, int metricsPort, String heap, List<String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--name",
                name,
                "--bootstrap",
                bootstrap(),
                "--dir",
                var.of(name).toString(),
                "--profile",
                profile == Profile.REPLAY ? "replay" : "live",
                "--metrics-port",
                Integer.toString(metricsPort)));
    arguments.addAll(settings);
    List<String> flags = new ArrayList<>(DJL_FLAGS);
    flags.addAll(FLINK_FLAGS);
    flags.add(heap);
    return child(name, "flink-jobs", "dev.freshet.flink.local.LocalJobs", flags, arguments);
  }

  /**
   * One serving node.
   *
   * @param model the one whose releases it serves
   */
  public ChildSpec serving(String model) {
    return serving("serving", ports.serving(), model);
  }

  /** A second serving node, at a port of its own. */
  public ChildSpec secondServing(int port, String model) {
    return serving("serving-2", port, model).readyAt(port);
  }

  private ChildSpec serving(String name, int port, String model) {
    return child(
        name,
        "serving",
        "dev.freshet.serving.Application",
        List.of(
            // a heap that is made smaller in a quiet hour has to be made larger again
            "-Xms256m",
            "-Xmx512m",
            "--add-modules",
            "jdk.incubator.vector",
            "-Dmicronaut.server.host=" + HOST,
            "-Dmicronaut.server.port=" + port,
            "-Dfreshet.kafka.bootstrap-servers=" + bootstrap(),
            "-Dfreshet.model.name=" + model,
            "-Dfreshet.store.dir=" + var.of(name)),
        List.of());
  }

  /**
   * Simulated users.
   *
   * @param rate events a second
   * @param uploads new videos a minute
   */
  public ChildSpec users(double rate, double uploads) {
    return loadtests(
            "users",
            List.of(
                "audience",
                "--url",
                url(),
                "--rate",
                Double.toString(rate),
                "--uploads",
                Double.toString(uploads),
                "--json",
                var.of("reports").resolve("audience.json").toString(),
                "--report",
                var.of("reports").resolve("audience.html").toString()))
        .aloud();
  }

  /** A program of {@code loadtests} with these arguments. */
  public ChildSpec loadtests(String name, List<String> arguments) {
    return child(
        name,
        "loadtests",
        "dev.freshet.loadtests.Loadtests",
        List.of("-Xmx192m", "-XX:+UseSerialGC"),
        arguments);
  }

  /** An experiment, which trains in its own process. */
  public ChildSpec experiment(List<String> arguments) {
    return training("evaluate", "experiments", "dev.freshet.experiments.Experiments", arguments);
  }

  /** The training of a model to keep. */
  public ChildSpec training(List<String> arguments) {
    return training("train", "experiments", "dev.freshet.experiments.Trainings", arguments);
  }

  /** A benchmark of {@code loadtests} that trains or exports a network itself. */
  public ChildSpec trainingBench(List<String> arguments) {
    return training("bench", "loadtests", "dev.freshet.loadtests.Loadtests", arguments);
  }

  private ChildSpec training(String name, String module, String main, List<String> arguments) {
    List<String> flags = new ArrayList<>(DJL_FLAGS);
    flags.add("-Xmx3g");
    return child(name, module, main, flags, arguments);
  }

  /** A program of {@code loadtests} that holds a language model. */
  public ChildSpec languageModel(List<String> arguments) {
    List<String> flags = new ArrayList<>(DJL_FLAGS);
    flags.addAll(List.of("-Xmx8g", "-XX:+UseSerialGC"));
    return child("language", "loadtests", "dev.freshet.loadtests.Loadtests", flags, arguments);
  }

  /** A program of a module that measures that module alone. */
  public ChildSpec bench(String module, String main, List<String> flags, List<String> arguments) {
    return child("bench", module, main, flags, arguments);
  }

  /** The broker's address. */
  public String bootstrap() {
    return HOST + ":" + ports.kafka();
  }

  /** The serving node's address. */
  public String url() {
    return url(ports.serving());
  }

  /** The address of what serves HTTP at a port. */
  public static String url(int port) {
    return "http://" + HOST + ":" + port;
  }

  /** The streams process's address. */
  public String streamsUrl() {
    return url(ports.streams());
  }

  private ChildSpec child(
      String name, String module, String main, List<String> flags, List<String> arguments) {
    return child(name, installation.classPath(module), main, flags, arguments);
  }

  /** A process with what every one of them needs. */
  ChildSpec child(
      String name,
      List<String> classPath,
      String main,
      List<String> flags,
      List<String> arguments) {
    Path cache = installation.cache();
    Path natives = cache.resolve("djl");
    List<String> allFlags = new ArrayList<>(flags);
    allFlags.add("--enable-native-access=ALL-UNNAMED");
    allFlags.add("-XX:+ExitOnOutOfMemoryError");
    // loaded classes, kept from the last run: halves the work of a start
    allFlags.add("-XX:+AutoCreateSharedArchive");
    allFlags.add("-XX:SharedArchiveFile=" + cache.resolve(name + ".jsa"));
    // writing them down is worth a hundred warnings to the JVM
    allFlags.addAll(List.of("-Xlog:disable", "-Xlog:all=error,cds*=off,class+path=off"));
    allFlags.add("-Djava.io.tmpdir=" + var.fresh("tmp/" + name));
    allFlags.add("-XX:ErrorFile=" + var.of("logs").resolve(name + "-crash.log"));
    if (Runtime.version().feature() >= 24) {
      allFlags.add("--sun-misc-unsafe-memory-access=allow");
    }
    return new ChildSpec(
        name,
        classPath,
        main,
        allFlags,
        arguments,
        Map.of(
            // PyTorch's idle threads would otherwise spin on the cores that others need
            "OMP_WAIT_POLICY",
            "passive",
            // PyTorch takes the number of threads from the one thread that loads it: without this,
            // another thread that trains computes other bits
            "OMP_NUM_THREADS",
            "1",
            // glibc would otherwise keep a heap per thread for native allocations
            "MALLOC_ARENA_MAX",
            "2",
            "DJL_CACHE_DIR",
            natives.toString(),
            "ENGINE_CACHE_DIR",
            natives.toString()),
        false,
        OptionalInt.empty(),
        READY_WITHIN,
        GRACE,
        false);
  }
}
