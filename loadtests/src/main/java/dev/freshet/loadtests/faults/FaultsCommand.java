package dev.freshet.loadtests.faults;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.PngPlot;
import dev.freshet.loadtests.bench.Background;
import dev.freshet.loadtests.faults.process.Children;
import dev.freshet.loadtests.faults.process.FailedCheckpoints;
import dev.freshet.loadtests.faults.process.Inflicting;
import dev.freshet.loadtests.faults.process.TaskManagers;
import dev.freshet.loadtests.faults.soak.Answered;
import dev.freshet.loadtests.faults.soak.Soak;
import dev.freshet.loadtests.faults.soak.SoakResult;
import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Feed;
import dev.freshet.loadtests.faults.traffic.PageProbe;
import dev.freshet.loadtests.faults.traffic.StateVerifier;
import dev.freshet.schemas.topic.KafkaClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Kills, pauses, cuts off, poisons and overloads the system, one after the other, and verifies that
 * every acknowledged event counted once. The exit status is 0 only where all passed.
 */
@Command(
    name = "faults",
    description = "Kills, pauses and overloads parts of the system; verifies that nothing is lost.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FaultsCommand implements Callable<Integer> {

  private static final String POISON = "poison";
  private static final String OVERLOAD = "overload";
  private static final String SOAK = "soak";

  /** Long enough for a slow machine that starts everything at once, and twice. */
  private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(10);

  /** Longer than the two minutes that an impression waits in the labels job for a watch. */
  private static final Duration VERDICT_PATIENCE = Duration.ofSeconds(150);

  /** Time in which an event that is counted a second time shows. */
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(3);

  @Option(names = "--url", split = ",", description = "Base of the HTTP API of each node.")
  private List<URI> urls = List.of(URI.create("http://127.0.0.1:8080"));

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--streams-url", description = "Base of the topologies' health.")
  private URI streamsUrl = URI.create("http://127.0.0.1:8081");

  @Option(names = "--processes", required = true, description = "The launcher's list of processes.")
  private @Nullable Path processes;

  @Option(names = "--flink-url", description = "Base of Flink's REST API, where it is a cluster.")
  private @Nullable URI flinkUrl;

  @Option(names = "--flink-metrics-url", description = "Base of its metrics, where it is not.")
  private @Nullable URI flinkMetricsUrl;

  @Option(names = "--small-disk", description = "Folder of checkpoints whose disk may be filled.")
  private @Nullable Path smallDisk;

  @Option(names = "--scenarios", split = ",", description = "By name; all but soak by default.")
  private List<String> scenarios = new ArrayList<>();

  @Option(names = "--rounds", description = "How often each scenario is run.")
  private int rounds = 1;

  @Option(names = "--seed", description = "Of the moments at which faults come.")
  private long seed = 42;

  @Option(names = "--rate", description = "Events per second of the audience in the background.")
  private double rate = 100;

  @Option(names = "--warm-up", description = "Seconds to wait at most for a first model.")
  private long warmUpSeconds = 90;

  @Option(names = "--poison", description = "Undecodable records of the scenario of that name.")
  private int poison = 10_000;

  @Option(names = "--soak-minutes", description = "Length of the soak.")
  private long soakMinutes = 60;

  @Option(names = "--soak-plot", description = "Draw the soak's memory over time here, a PNG.")
  private @Nullable Path soakPlot;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<String> names = names();
    var report = new FaultsReport();
    var children = new Children(requireNonNull(processes));
    var answers = new Answers();
    try (var feed = new Feed(urls, answers);
        var oneNode = new Feed(urls.subList(0, 1), answers);
        var recovery = new Recovery(feed, children, streamsUrl, RECOVERY_PATIENCE);
        var audience = new Background(urls.getFirst(), rate)) {
      System.out.printf("Waiting for a first model, %d s at most%n", warmUpSeconds);
      recovery.awaitUsual(Duration.ofSeconds(warmUpSeconds));
      var parts = new Parts(feed, oneNode, answers, children, recovery, audience);
      for (int round = 0; round < rounds; round++) {
        for (String name : names) {
          run(name, parts, report);
        }
      }
    }
    System.out.print(report.text());
    if (json != null) {
      OutputFile.writeJson(json, report.json());
    }
    return report.passed() ? 0 : 1;
  }

  /**
   * What a scenario needs.
   *
   * @param feed of all nodes
   * @param oneNode of the first one alone
   */
  private record Parts(
      Feed feed,
      Feed oneNode,
      Answers answers,
      Children children,
      Recovery recovery,
      Background audience) {}

  private List<String> names() {
    List<String> known =
        Stream.concat(
                Scenario.all().stream().map(Scenario::name), Stream.of(POISON, OVERLOAD, SOAK))
            .toList();
    for (String name : scenarios) {
      if (!known.contains(name)) {
        throw new ParameterException(
            requireNonNull(spec).commandLine(),
            "no such scenario: %s; there are %s".formatted(name, String.join(", ", known)));
      }
    }
    return scenarios.isEmpty()
        ? known.stream().filter(name -> !name.equals(SOAK)).toList()
        : List.copyOf(scenarios);
  }

  private void run(String name, Parts parts, FaultsReport report) throws InterruptedException {
    String prefix =
        "known-" + name + "-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    KafkaClients clients = KafkaClients.of(bootstrap);
    var verifier = new StateVerifier(clients, VERDICT_PATIENCE, SETTLES_WITHIN);
    switch (name) {
      case POISON -> {
        PoisonResult result =
            new Poison(clients, parts.feed(), parts.answers(), verifier, poison).run(prefix);
        System.out.println("  " + result.text());
        report.add(result);
      }
      case OVERLOAD -> {
        OverloadResult result =
            new Overload(parts.oneNode(), parts.answers(), parts.children(), parts.recovery())
                .run(prefix);
        System.out.println("  " + result.text());
        report.add(result);
      }
      case SOAK -> report.add(soak(prefix, parts));
      default -> inflict(Scenario.named(name).orElseThrow(), prefix, verifier, parts, report);
    }
  }

  private SoakResult soak(String prefix, Parts parts) throws InterruptedException {
    Answers.Counts before = parts.answers().counts();
    var probe = new PageProbe(parts.feed(), prefix);
    try {
      SoakResult result =
          new Soak(
                  parts.audience(),
                  parts.children().running(),
                  () -> answered(parts.answers().counts().since(before)),
                  Duration.ofMinutes(soakMinutes),
                  said -> System.out.println("  " + said))
              .run();
      if (soakPlot != null) {
        PngPlot.write(result.plot(), soakPlot);
      }
      return result;
    } finally {
      probe.close();
    }
  }

  private static Answered answered(Answers.Counts counts) {
    return new Answered(
        counts.pages(), counts.fallbacks(), counts.shed(), counts.errors(), counts.unanswered());
  }

  private void inflict(
      Scenario scenario, String prefix, StateVerifier verifier, Parts parts, FaultsReport report)
      throws InterruptedException {
    try (TaskManagers taskManagers = flinkUrl == null ? null : new TaskManagers(flinkUrl);
        FailedCheckpoints failedCheckpoints = failedCheckpoints()) {
      inflict(
          scenario,
          prefix,
          new Inflicting(parts.children(), taskManagers, smallDisk, failedCheckpoints),
          verifier,
          parts,
          report);
    }
  }

  private @Nullable FailedCheckpoints failedCheckpoints() {
    if (flinkUrl != null) {
      return FailedCheckpoints.inCluster(flinkUrl);
    }
    return flinkMetricsUrl == null ? null : FailedCheckpoints.inMetrics(flinkMetricsUrl);
  }

  private void inflict(
      Scenario scenario,
      String prefix,
      Inflicting inflicting,
      StateVerifier verifier,
      Parts parts,
      FaultsReport report)
      throws InterruptedException {
    Optional<String> impossible = inflicting.impossible(scenario.fault());
    if (impossible.isPresent()) {
      report.skipped(scenario.name(), impossible.get());
      return;
    }
    var run =
        new ScenarioRun(
            parts.feed(),
            parts.answers(),
            inflicting,
            parts.recovery(),
            verifier,
            new SplittableRandom(seed + prefix.hashCode()));
    ScenarioResult result = run.run(scenario, prefix);
    System.out.println("  " + String.join("  ", result.row()));
    if (result.note() != null) {
      System.out.println("  " + result.note());
    }
    report.add(result);
  }
}
