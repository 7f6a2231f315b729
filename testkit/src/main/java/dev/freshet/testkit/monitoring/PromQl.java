package dev.freshet.testkit.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of PromQL that tells which series an expression reads. Grouping labels, functions,
 * ranges and literals are recognised and left out; whatever else is not a selector in braces is an
 * error, so that no metric slips through.
 */
public final class PromQl {

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{([^}]*)\\}");
  private static final Pattern MATCHER =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*§(\\d+)§");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern FUNCTION = Pattern.compile("[a-z_]+\\s*(?=\\()");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern WORD = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*");
  private static final Set<String> OPERATORS =
      Set.of(
          "and",
          "or",
          "unless",
          "bool",
          "offset",
          "sum",
          "min",
          "max",
          "avg",
          "count",
          "quantile",
          "topk",
          "bottomk");

  private PromQl() {}

  /**
   * Series that an expression reads.
   *
   * @param metric its name
   * @param labels names of the labels it selects by
   * @param jobs values of {@code job} that it can have
   */
  public record Selector(String metric, Set<String> labels, Set<String> jobs) {

    public Selector {
      labels = Set.copyOf(labels);
      jobs = Set.copyOf(jobs);
    }
  }

  /**
   * The selectors of {@code expression}, in order.
   *
   * @throws IllegalArgumentException if a metric has no braces behind it, or does not say its job
   *     as {@code job="a"} or {@code job=~"a|b"}
   */
  public static List<Selector> selectors(String expression) {
    List<String> strings = new ArrayList<>();
    String rest =
        STRING
            .matcher(expression)
            .replaceAll(
                match -> {
                  strings.add(match.group().substring(1, match.group().length() - 1));
                  return "§" + (strings.size() - 1) + "§";
                });
    List<Selector> selectors = new ArrayList<>();
    rest =
        SELECTOR
            .matcher(rest)
            .replaceAll(
                match -> {
                  selectors.add(selector(match.group(1), match.group(2), strings));
                  return " ";
                });
    rest = GROUPING.matcher(rest).replaceAll(" ");
    rest = FUNCTION.matcher(rest).replaceAll(" ");
    rest = RANGE.matcher(rest).replaceAll(" ");
    Matcher words = WORD.matcher(rest);
    while (words.find()) {
      if (!OPERATORS.contains(words.group())) {
        throw new IllegalArgumentException(
            "%s is not selected by its job: %s".formatted(words.group(), expression));
      }
    }
    return selectors;
  }

  private static Selector selector(String metric, String matchers, List<String> strings) {
    Set<String> labels = new TreeSet<>();
    Set<String> jobs = new TreeSet<>();
    Matcher each = MATCHER.matcher(matchers);
    while (each.find()) {
      labels.add(each.group(1));
      if (each.group(1).equals("job") && each.group(2).startsWith("=")) {
        jobs.addAll(List.of(strings.get(Integer.parseInt(each.group(3))).split("\\|", -1)));
      }
    }
    if (jobs.isEmpty()) {
      throw new IllegalArgumentException(metric + " does not say its job");
    }
    return new Selector(metric, labels, jobs);
  }
}
