package dev.freshet.flink.training;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the operator counts as it learns. */
final class TrainingMetrics {
  private static final int SAMPLES = 1_000;

  private final Counter learned;
  private final Counter batches;
  private final Histogram batchMillis;

  /** Examples that were learned from before. */
  final Counter repeats;

  /** Examples whose window had been closed. */
  final Counter late;

  /** Examples not learned from, as their user is to be forgotten. */
  final Counter erased;

  TrainingMetrics(MetricGroup metrics) {
    learned = metrics.counter("learned");
    batches = metrics.counter("batches");
    repeats = metrics.counter("repeats");
    late = metrics.counter("late");
    erased = metrics.counter("erased");
    batchMillis = metrics.histogram("batchMillis", new DescriptiveStatisticsHistogram(SAMPLES));
  }

  /** Counts a batch of so many examples. */
  void learned(int examples, long nanos) {
    learned.inc(examples);
    batches.inc();
    batchMillis.update(nanos / 1_000_000);
  }

  /** Batches learned from since the operator began. */
  long batches() {
    return batches.getCount();
  }

  /** Shows how well the models of a publisher predict. */
  static void evaluations(MetricGroup metrics, Iterable<String> models, Publisher publisher) {
    for (String model : models) {
      MetricGroup group = metrics.addGroup("model", model);
      group.gauge("auc", (Gauge<Double>) () -> publisher.evaluation(model).auc());
      group.gauge("gauc", (Gauge<Double>) () -> publisher.evaluation(model).gauc());
      group.gauge("logLoss", (Gauge<Double>) () -> publisher.evaluation(model).logLoss());
    }
  }
}
