package dev.freshet.checks;

import dev.freshet.testkit.monitoring.Monitoring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of this checkout define: classes, versions and keys of the configuration. */
final class Sources {

  private static final Path ROOT = Monitoring.root();
  private static final Pattern KEY = Pattern.compile("^\\| `([a-z]+\\.[a-z.*-]+)` \\|");
  private static final Pattern ENVIRONMENT = Pattern.compile("^\\| `([A-Z][A-Z_]+)` \\|");
  private static final Pattern OPTION = Pattern.compile("^\\| `(--[a-z-]+)` \\|");

  private Sources() {}

  /** Whether {@code module} has this class. */
  static boolean hasClass(String module, String name) {
    return Files.exists(
        ROOT.resolve(module).resolve("src/main/java").resolve(name.replace('.', '/') + ".java"));
  }

  /** A property of the parent pom. */
  static String version(String property) {
    Matcher found =
        Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(Pattern.quote(property)))
            .matcher(InfraFile.at("pom.xml").text());
    if (!found.find()) {
      throw new IllegalArgumentException("no property " + property);
    }
    return found.group(1);
  }

  /** Name of a module's jar. */
  static String jar(String module) {
    Matcher parent =
        Pattern.compile(
                "</parent>\\s*<artifactId>([^<]+)</artifactId>|<version>(\\d[^<]*)</version>")
            .matcher(InfraFile.at(module + "/pom.xml").text());
    String version = "";
    while (parent.find()) {
      if (parent.group(1) != null) {
        return parent.group(1) + "-" + version + ".jar";
      }
      version = parent.group(2);
    }
    throw new IllegalArgumentException("no artifact in " + module);
  }

  /**
   * Keys of the configuration; those of a map end in {@code .*}. A test compares the page with the
   * code.
   */
  static Set<String> keys() {
    return listed(KEY);
  }

  /** Environment variables: those that the page lists, and those that stand for keys. */
  static Set<String> environment() {
    Set<String> variables = listed(ENVIRONMENT);
    keys().stream()
        .map(key -> key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
        .forEach(variables::add);
    return variables;
  }

  /** Options of the processes. */
  static Set<String> options() {
    return listed(OPTION);
  }

  private static Set<String> listed(Pattern row) {
    Set<String> listed = new TreeSet<>();
    try (Stream<String> lines = InfraFile.at("docs/reference/configuration.md").text().lines()) {
      lines
          .map(row::matcher)
          .filter(Matcher::find)
          .map(found -> found.group(1))
          .forEach(listed::add);
    }
    return listed;
  }
}
