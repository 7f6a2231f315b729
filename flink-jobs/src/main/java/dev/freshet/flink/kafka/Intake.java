package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Received;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets through the records that can be processed; the others leave by {@link DeadLetters#TAG}, and
 * marks end here.
 *
 * <p>Metrics: {@code received}, {@code undecodable}, {@code rejected}.
 */
final class Intake<V> extends ProcessFunction<Received<V>, Received<V>> {
  private static final long serialVersionUID = 1L;

  private final Check<V> check;
  private transient Counter received;
  private transient Counter undecodable;
  private transient Counter rejected;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Intake(Check<V> check) {
    this.check = check;
  }

  @Override
  public void open(OpenContext context) {
    var metrics = getRuntimeContext().getMetricGroup();
    received = metrics.counter("received");
    undecodable = metrics.counter("undecodable");
    rejected = metrics.counter("rejected");
  }

  @Override
  public void processElement(Received<V> record, Context context, Collector<Received<V>> out) {
    if (record.mark() != null) {
      return;
    }
    received.inc();
    String problem = record.problem();
    if (problem != null) {
      undecodable.inc();
      context.output(DeadLetters.TAG, record.deadLetter(problem));
      return;
    }
    problem = problemOf(record);
    if (problem != null) {
      rejected.inc();
      context.output(DeadLetters.TAG, record.deadLetter(problem));
      return;
    }
    out.collect(record);
  }

  /** A check that fails is no reason to stop for every other record. */
  private @Nullable String problemOf(Received<V> record) {
    try {
      return check.problem(record);
    } catch (RuntimeException e) {
      return "the record cannot be checked: " + e;
    }
  }
}
