package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.process.FailedCheckpoints;
import dev.freshet.loadtests.faults.process.Fault;
import dev.freshet.loadtests.faults.process.Inflicting;
import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Feed;
import dev.freshet.loadtests.faults.traffic.KnownTraffic;
import dev.freshet.loadtests.faults.traffic.PageProbe;
import dev.freshet.loadtests.faults.traffic.StateVerifier;
import dev.freshet.loadtests.faults.traffic.Verdict;
import dev.freshet.schemas.feature.UserState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario: traffic, the fault at a random moment, recovery, some more traffic, verdict.
 *
 * @param feed where the traffic goes
 * @param answers of the feed
 * @param random says when
 */
record ScenarioRun(
    Feed feed,
    Answers answers,
    Inflicting inflicting,
    Recovery recovery,
    StateVerifier verifier,
    RandomGenerator random) {

  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration AT_RANDOM = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(5);

  /**
   * Runs it.
   *
   * @param prefix of the traffic; no other run has the same
   */
  ScenarioResult run(Scenario scenario, String prefix) throws InterruptedException {
    Answers.Counts before = answers.counts();
    var traffic = new KnownTraffic(feed, prefix);
    var probe = new PageProbe(feed, prefix);
    try {
      traffic.start();
      TimeUnit.MILLISECONDS.sleep(BEFORE.toMillis() + random.nextLong(AT_RANDOM.toMillis()));
      Fault fault = inflicting.aim(scenario.fault());
      Map<String, Long> killed = killed(fault);
      Supplier<FullDiskCheckpoints> checkpoints = checkpoints(fault);
      Map<String, UserState> acknowledged = traffic.ledger().expected();
      long start = System.nanoTime();
      inflicting.inflict(fault, scenario.lasts());
      boolean recovered = recovery.await(prefix + "-fresh", killed);
      Duration took = since(start, scenario);
      boolean counted = recovered && recovery.awaitCounted(acknowledged);
      Duration countedTook = since(start, scenario);
      FullDiskCheckpoints failed = checkpoints == null ? null : checkpoints.get();
      TimeUnit.MILLISECONDS.sleep(AFTER.toMillis());
      Verdict verdict = verifier.verify(traffic.finish());
      return new ScenarioResult(
          scenario.name(),
          recovered ? took : null,
          counted ? countedTook : null,
          verdict,
          answers.counts().since(before),
          scenario.cutsBroker(),
          scenario.leavesServing(),
          failed);
    } finally {
      probe.close();
    }
  }

  private static Duration since(long start, Scenario scenario) {
    return Duration.ofNanos(System.nanoTime() - start).minus(scenario.lasts());
  }

  /** Says later how many checkpoints have failed since; null where the fault is none for them. */
  private @Nullable Supplier<FullDiskCheckpoints> checkpoints(Fault fault) {
    FailedCheckpoints failed = inflicting.failedCheckpoints();
    if (!(fault instanceof Fault.FillDisk) || failed == null) {
      return null;
    }
    try {
      Map<String, Long> before = failed.byJob();
      return () -> since(before, failed);
    } catch (IllegalStateException e) {
      return () -> FullDiskCheckpoints.unread(String.valueOf(e.getMessage()));
    }
  }

  private static FullDiskCheckpoints since(Map<String, Long> before, FailedCheckpoints failed) {
    try {
      return FullDiskCheckpoints.counted(FailedCheckpoints.between(before, failed.byJob()));
    } catch (IllegalStateException e) {
      return FullDiskCheckpoints.unread(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Long> killed(Fault fault) {
    Map<String, Long> killed = new HashMap<>();
    List<String> processes =
        switch (fault) {
          case Fault.Kill kill -> kill.processes();
          case Fault.Hang hang -> hang.processes();
          case Fault.Pause pause -> List.of();
          case Fault.FillDisk fill -> List.of();
        };
    processes.forEach(name -> killed.put(name, inflicting.children().pid(name)));
    return killed;
  }
}
