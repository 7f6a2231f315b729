package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.process.Fault;
import dev.freshet.loadtests.faults.process.TaskManagers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fault, and how long it lasts.
 *
 * @param name as it is chosen and shown
 * @param fault what is done
 * @param lasts how long; zero for a kill, which is over at once
 * @param cutsBroker whether events cannot be stored meanwhile, so that 503 is the right answer
 */
record Scenario(String name, Fault fault, Duration lasts, boolean cutsBroker) {

  private static final String BROKER = "broker";
  private static final String FLINK = "flink";

  private static final String STREAMS = "streams";
  private static final String SERVING = "serving";
  private static final String SECOND_SERVING = "serving-2";

  private static final String[] ALL = {BROKER, FLINK, STREAMS, SERVING, SECOND_SERVING};

  private static final Duration PAUSE = Duration.ofSeconds(20);
  private static final Duration HANG = Duration.ofSeconds(80);
  private static final Duration CUT = Duration.ofSeconds(30);

  /** Every scenario with a fault, in the order in which they run. */
  static List<Scenario> all() {
    return List.of(
        kill("kill-broker", true, BROKER),
        kill("kill-flink", false, FLINK),
        kill("kill-streams", false, STREAMS),
        kill("kill-serving", false, SERVING),
        kill("kill-task-manager", false, TaskManagers.BUSIEST),
        kill("kill-all", true, ALL),
        new Scenario("hang-all", new Fault.Hang(List.of(ALL), false), HANG, true),
        new Scenario("hang-all-slow-disk", new Fault.Hang(List.of(ALL), true), HANG, true),
        pause("pause-broker", true, BROKER, PAUSE),
        pause("pause-flink", false, FLINK, PAUSE),
        pause("pause-task-manager", false, TaskManagers.BUSIEST, PAUSE),
        pause("pause-streams", false, STREAMS, PAUSE),
        pause("broker-unreachable", true, "proxy", CUT),
        new Scenario("full-disk", new Fault.FillDisk(), CUT, false));
  }

  /** Whether a node is left to answer all the time. */
  boolean leavesServing() {
    return switch (fault) {
      case Fault.Kill kill -> !kill.processes().contains(SECOND_SERVING);
      case Fault.Hang hang -> !hang.processes().contains(SECOND_SERVING);
      case Fault.Pause pause -> true;
      case Fault.FillDisk fill -> true;
    };
  }

  /** The one of that name. */
  static Optional<Scenario> named(String name) {
    return all().stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }

  private static Scenario kill(String name, boolean cutsBroker, String... processes) {
    return new Scenario(
        name, new Fault.Kill(Stream.of(processes).toList()), Duration.ZERO, cutsBroker);
  }

  private static Scenario pause(String name, boolean cutsBroker, String process, Duration lasts) {
    return new Scenario(name, new Fault.Pause(process), lasts, cutsBroker);
  }
}
