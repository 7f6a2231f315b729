package dev.freshet.serving;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Notes each kind of Kafka client that was made with this class among its properties. */
public final class ClientRecorder implements MetricsReporter {

  /** Kafka's names of the kinds. */
  static final Set<String> KINDS = ConcurrentHashMap.newKeySet();

  @Override
  public void contextChange(MetricsContext context) {
    KINDS.add(String.valueOf(context.contextLabels().get(MetricsContext.NAMESPACE)));
  }

  @Override
  public void init(List<KafkaMetric> metrics) {}

  @Override
  public void metricChange(KafkaMetric metric) {}

  @Override
  public void metricRemoval(KafkaMetric metric) {}

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configs) {}
}
