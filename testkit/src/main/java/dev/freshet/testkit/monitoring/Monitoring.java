package dev.freshet.testkit.monitoring;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Every PromQL expression under {@code infra/prometheus} and {@code infra/grafana}.
 *
 * @param expressions by where they stand: file and alert, or file and panel
 */
public record Monitoring(Map<String, String> expressions) {

  /** What Prometheus itself knows of each process. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  public Monitoring {
    expressions = Map.copyOf(expressions);
  }

  /** The expressions of this checkout, from whichever module's folder the test runs in. */
  public static Monitoring ofThisCheckout() {
    Path infra = root().resolve("infra");
    Map<String, String> expressions = new LinkedHashMap<>();
    for (Object group : list(yaml(infra.resolve("prometheus/alerts.yaml")).get("groups"))) {
      for (Object each : list(map(group).get("rules"))) {
        Map<?, ?> rule = map(each);
        expressions.put("alerts.yaml: " + rule.get("alert"), text(rule.get("expr")));
      }
    }
    for (Path dashboard : dashboards(infra.resolve("grafana/dashboards"))) {
      for (Object each : list(yaml(dashboard).get("panels"))) {
        Map<?, ?> panel = map(each);
        for (Object target : list(panel.get("targets"))) {
          String place =
              "%s: %s %s"
                  .formatted(dashboard.getFileName(), panel.get("title"), map(target).get("refId"));
          expressions.put(place, text(map(target).get("expr")));
        }
      }
    }
    return new Monitoring(expressions);
  }

  /** Names of the metrics that the expressions read of the processes of {@code job}. */
  public Set<String> metrics(String job) {
    Set<String> metrics = new TreeSet<>();
    expressions
        .values()
        .forEach(
            expression ->
                PromQl.selectors(expression).stream()
                    .filter(selector -> selector.jobs().contains(job))
                    .map(PromQl.Selector::metric)
                    .forEach(metrics::add));
    metrics.removeAll(OF_PROMETHEUS);
    return metrics;
  }

  /** Names of the series in what a process answers to Prometheus. */
  public static Set<String> exported(String exposition) {
    Set<String> names = new TreeSet<>();
    exposition
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .forEach(names::add);
    return names;
  }

  /** The root of the checkout. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("infra/prometheus"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not in a checkout: " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  /** A YAML or JSON file as maps and lists. */
  public static Map<?, ?> yaml(Path file) {
    try {
      return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }

  private static List<Path> dashboards(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("listing " + folder, e);
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) requireNonNull(value, "a mapping is missing");
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) requireNonNull(value, "a list is missing");
  }

  private static String text(@Nullable Object value) {
    return (String) requireNonNull(value, "a text is missing");
  }
}
