package dev.freshet.flink.rounds;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What a round shows of itself. The training thread writes, reporters read. */
final class RoundMetrics {
  private final MetricGroup group;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  /** Records of the first slice that were kept. */
  final Counter kept;

  final Counter releases;
  final Counter refused;
  final Counter failed;

  private volatile boolean running;
  private volatile long round;
  private volatile int epoch;
  private volatile double progress = Double.NaN;
  private volatile double candidate = Double.NaN;
  private volatile double serving = Double.NaN;
  private volatile long trainingMillis;

  RoundMetrics(MetricGroup group) {
    this.group = group;
    kept = group.counter("kept");
    releases = group.counter("releases");
    refused = group.counter("refused");
    failed = group.counter("failed");
    group.gauge("running", (Gauge<Integer>) () -> running ? 1 : 0);
    group.gauge("round", (Gauge<Long>) () -> round);
    group.gauge("epoch", (Gauge<Integer>) () -> epoch);
    group.gauge("progress", (Gauge<Double>) () -> progress);
    group.gauge("gateCandidate", (Gauge<Double>) () -> candidate);
    group.gauge("gateServing", (Gauge<Double>) () -> serving);
    group.gauge("trainingMillis", (Gauge<Long>) () -> trainingMillis);
  }

  /** A counter of the round's own. */
  Counter counter(String name) {
    return counters.computeIfAbsent(name, group::counter);
  }

  void begins(long number, int epochs) {
    running = true;
    round = number;
    epoch = epochs;
  }

  void trained(int number, double value) {
    epoch = number;
    progress = value;
  }

  void judged(RoundOutcome.Judgement judgement) {
    candidate = judgement.candidate();
    serving = judgement.serving();
  }

  void ended(Duration took) {
    running = false;
    trainingMillis = took.toMillis();
  }
}
