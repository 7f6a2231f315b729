package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario came to.
 *
 * @param scenario its name
 * @param recovery from a kill, or from the end of a fault that lasts, until the system was itself
 *     again; null where that did not happen in time
 * @param counted from then until the pages of each node counted every event that had been
 *     acknowledged before; null where that did not happen in time
 * @param verdict on the known traffic
 * @param answers of serving from before the fault to after the recovery
 * @param refusalsExpected whether 503 was the right answer to events
 * @param answersExpected whether a node was left to answer every request
 * @param checkpoints what became of them while their disk was full; null where it never was
 */
record ScenarioResult(
    String scenario,
    @Nullable Duration recovery,
    @Nullable Duration counted,
    Verdict verdict,
    Answers.Counts answers,
    boolean refusalsExpected,
    boolean answersExpected,
    @Nullable FullDiskCheckpoints checkpoints) {

  static final List<String> HEADER =
      List.of(
          "scenario",
          "recovery",
          "counted",
          "events",
          "lost",
          "twice",
          "states differ",
          "examples missing",
          "trending differ",
          "5xx",
          "events 503",
          "node silent",
          "unanswered",
          "fallback pages",
          "pages");

  /**
   * Whether nothing was lost, counted twice, different, missing or answered with an error, every
   * request was answered while a node was left, and a full disk was one for the jobs.
   */
  boolean passed() {
    return recovery != null
        && counted != null
        && verdict.flawless()
        && answers.errors() == 0
        && (refusalsExpected || answers.refusedEvents() == 0)
        && (!answersExpected || answers.unanswered() == 0)
        && (checkpoints == null || checkpoints.anyFailed());
  }

  List<String> row() {
    return List.of(
        scenario,
        shown(recovery),
        shown(counted),
        number(verdict.events()),
        number(verdict.lost()),
        number(verdict.twice()),
        number(verdict.different()),
        number(verdict.examplesMissing()),
        number(verdict.trendingDifferent()),
        number(answers.errors()),
        number(answers.refusedEvents()),
        number(answers.silent()),
        number(answers.unanswered()),
        number(answers.fallbacks()),
        number(answers.pages()));
  }

  /** What the row does not say; null where there is nothing. */
  @Nullable String note() {
    return checkpoints == null ? null : scenario + ": " + checkpoints.text();
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", scenario);
    json.put("passed", passed());
    json.put("recoverySeconds", recovery == null ? null : recovery.toMillis() / 1e3);
    json.put("countedSeconds", counted == null ? null : counted.toMillis() / 1e3);
    json.put("events", verdict.events());
    json.put("lost", verdict.lost());
    json.put("twice", verdict.twice());
    json.put("statesDifferent", verdict.different());
    json.put("examplesMissing", verdict.examplesMissing());
    json.put("trendingDifferent", verdict.trendingDifferent());
    json.put("errors", answers.errors());
    json.put("eventsRefused", answers.refusedEvents());
    json.put("nodeSilent", answers.silent());
    json.put("unanswered", answers.unanswered());
    json.put("fallbackPages", answers.fallbacks());
    json.put("pages", answers.pages());
    if (checkpoints != null) {
      json.put("failedCheckpoints", checkpoints.failed());
      json.put("failedCheckpointsText", checkpoints.text());
    }
    return json;
  }

  private static String shown(@Nullable Duration time) {
    return time == null ? "none" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
