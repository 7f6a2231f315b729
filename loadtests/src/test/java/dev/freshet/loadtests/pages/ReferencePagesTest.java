package dev.freshet.loadtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the reference pages list exactly what the sources of all modules define. */
class ReferencePagesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES = List.of("flink-jobs", "serving", "streams");

  private static final Pattern PREFIX = Pattern.compile("String PREFIX = \"([^\"]+)\"");
  private static final Pattern FLINK_KEY =
      Pattern.compile("ConfigOptions\\.key\\((PREFIX \\+ )?\"([^\"]+)\"\\)");
  private static final Pattern SERVING_CONFIG =
      Pattern.compile(
          "@ConfigurationProperties\\(\"([^\"]+)\"\\)\\s+(?:public )?record \\w+\\((.*?)\\) ?\\{",
          Pattern.DOTALL);
  private static final Pattern COMPONENT =
      Pattern.compile("@Bindable\\(defaultValue = \"([^\"]*)\"\\)[^;]*?\\s(\\w+)(?=,\\s*@|$)");
  private static final Pattern LISTED_KEY = Pattern.compile("^\\| `(freshet\\.[^`]+)` \\|");

  private static final Pattern LISTED_DEFAULT =
      Pattern.compile("^\\| `(freshet\\.[^`]+)` \\| `?([^|`]*?)`? \\|");

  private static final Pattern OPTION = Pattern.compile("@Option\\(\\s*names = \"(--[a-z-]+)\"");
  private static final Pattern LISTED_OPTION = Pattern.compile("^\\| `(--[a-z-]+)` \\|");

  private static final Pattern METRIC =
      Pattern.compile(
          "(?:\\.counter|\\.gauge|\\.histogram|Gauge\\.builder|Counter\\.builder|Timer\\.builder)\\(\\s*\"([a-zA-Z.]+)\"");
  private static final Pattern LISTED_METRIC =
      Pattern.compile("^\\| `([a-zA-Z.]+)` \\| (?:counter|gauge|histogram|timer) \\|");

  @Test
  void listsEveryKeyAndNoOther() throws IOException {
    Set<String> defined = new TreeSet<>();
    for (String source : sources()) {
      Matcher prefix = PREFIX.matcher(source);
      String before = prefix.find() ? prefix.group(1) : "";
      Matcher flink = FLINK_KEY.matcher(source);
      while (flink.find()) {
        defined.add((flink.group(1) == null ? "" : before) + flink.group(2));
      }
      Matcher serving = SERVING_CONFIG.matcher(source);
      while (serving.find()) {
        Matcher component = COMPONENT.matcher(serving.group(2));
        while (component.find()) {
          defined.add(serving.group(1) + "." + kebab(component.group(2)));
        }
      }
    }

    assertThat(listed(lines("configuration.md"), LISTED_KEY)).isNotEmpty().isEqualTo(defined);
  }

  @Test
  void saysTheDefaultOfEveryKeyOfServing() throws IOException {
    Set<String> defined = new TreeSet<>();
    for (String source : sources()) {
      Matcher serving = SERVING_CONFIG.matcher(source);
      while (serving.find()) {
        Matcher component = COMPONENT.matcher(serving.group(2));
        while (component.find()) {
          defined.add(
              serving.group(1) + "." + kebab(component.group(2)) + " = " + component.group(1));
        }
      }
    }

    Set<String> listed = new TreeSet<>();
    for (String line : lines("configuration.md")) {
      Matcher row = LISTED_DEFAULT.matcher(line);
      if (row.find()) {
        listed.add(row.group(1) + " = " + row.group(2));
      }
    }

    assertThat(listed).isNotEmpty().containsAll(defined);
  }

  @ParameterizedTest
  @CsvSource({
    "./freshet up, UpCommand",
    "Commands that start processes, SystemOptions",
    "./freshet replay, ReplayCommand",
    "./freshet bench, BenchCommand",
    "./freshet key, KeyCommand"
  })
  void listsEveryOptionOfTheLauncherAndNoOther(String section, String source) throws IOException {
    String command =
        Files.readString(
            ROOT.resolve("infra/local/src/main/java/dev/freshet/local").resolve(source + ".java"));
    Set<String> defined = new TreeSet<>();
    Matcher option = OPTION.matcher(command);
    while (option.find()) {
      defined.add(option.group(1));
    }

    assertThat(listed(section("configuration.md", section), LISTED_OPTION))
        .isNotEmpty()
        .isEqualTo(defined);
  }

  @Test
  void listsEveryMetricAndNoOther() throws IOException {
    Set<String> defined = new TreeSet<>();
    for (String source : sources()) {
      Matcher metric = METRIC.matcher(source);
      while (metric.find()) {
        defined.add(metric.group(1));
      }
    }

    assertThat(listed(lines("metrics.md"), LISTED_METRIC)).isNotEmpty().isEqualTo(defined);
  }

  /** The lines of a page below a heading of the third level, up to the next heading. */
  private static List<String> section(String page, String heading) throws IOException {
    return lines(page).stream()
        .dropWhile(line -> !line.replace("`", "").equals("### " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .toList();
  }

  private static List<String> lines(String page) throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/reference").resolve(page));
  }

  /** What tables have in their first column; a key of a map ends in {@code .*}. */
  private static Set<String> listed(List<String> lines, Pattern row) {
    Set<String> listed = new TreeSet<>();
    for (String line : lines) {
      Matcher matcher = row.matcher(line);
      if (matcher.find()) {
        listed.add(matcher.group(1).replaceFirst("\\.\\*$", ""));
      }
    }
    return listed;
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
