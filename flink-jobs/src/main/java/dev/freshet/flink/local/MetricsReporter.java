package dev.freshet.flink.local;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Shows the metrics of this JVM to Prometheus at one address. Flink's own reporter listens on all
 * interfaces and has no setting for that.
 */
final class MetricsReporter extends AbstractPrometheusReporter {

  private final HTTPServer server;

  MetricsReporter(InetSocketAddress address) {
    try {
      server = new HTTPServer(address, registry());
    } catch (IOException e) {
      throw new UncheckedIOException("showing metrics at " + address, e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.stop();
    super.close();
  }

  /** By reflection: the base class shows its registry to its own package only. */
  private CollectorRegistry registry() {
    try {
      Field registry = AbstractPrometheusReporter.class.getDeclaredField("registry");
      registry.setAccessible(true);
      return (CollectorRegistry) registry.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of Flink keeps its metrics elsewhere", e);
    }
  }

  /**
   * Takes {@code host}, 127.0.0.1 by default, and {@code port}, 9249 by default. Flink loads it by
   * its name.
   */
  public static final class Factory implements MetricReporterFactory {

    /** For the service loader. */
    public Factory() {}

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new MetricsReporter(
          new InetSocketAddress(
              properties.getProperty("host", "127.0.0.1"),
              Integer.parseInt(properties.getProperty("port", "9249"))));
    }
  }
}
