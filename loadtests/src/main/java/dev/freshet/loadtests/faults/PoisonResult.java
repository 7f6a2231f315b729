package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What undecodable records among good ones came to.
 *
 * @param records undecodable records that were written
 * @param found of these, records that lie in the dead letters with their bytes and a reason
 * @param letters dead letters of them; each reader of the topic leaves its own
 * @param reasons different reasons
 * @param took from the first record to the last dead letter; null where some never came
 * @param rateBefore acknowledged events per second before
 * @param rateMeanwhile the same until the last dead letter
 * @param verdict on the known traffic
 * @param answers of serving meanwhile
 */
record PoisonResult(
    int records,
    int found,
    long letters,
    int reasons,
    @Nullable Duration took,
    double rateBefore,
    double rateMeanwhile,
    Verdict verdict,
    Answers.Counts answers) {

  /** Below this share of the rate before, the good records were held up. */
  private static final double STALLED = 0.5;

  boolean passed() {
    return found == records
        && took != null
        && rateMeanwhile >= STALLED * rateBefore
        && verdict.flawless()
        && answers.errors() == 0
        && answers.refusedEvents() == 0;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "poison: %,d of %,d undecodable records in the dead letters (%,d letters, %d reasons) after %s; %.0f events/s before, %.0f meanwhile; %,d events lost, %,d twice, %,d states differ, %,d examples missing, %,d answers 5xx",
        found,
        records,
        letters,
        reasons,
        took == null ? "no time that was waited" : "%.1f s".formatted(took.toMillis() / 1e3),
        rateBefore,
        rateMeanwhile,
        verdict.lost(),
        verdict.twice(),
        verdict.different(),
        verdict.examplesMissing(),
        answers.errors());
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("passed", passed());
    json.put("records", records);
    json.put("found", found);
    json.put("letters", letters);
    json.put("reasons", reasons);
    json.put("seconds", took == null ? null : took.toMillis() / 1e3);
    json.put("eventsPerSecondBefore", rateBefore);
    json.put("eventsPerSecondMeanwhile", rateMeanwhile);
    json.put("lost", verdict.lost());
    json.put("twice", verdict.twice());
    json.put("statesDifferent", verdict.different());
    json.put("examplesMissing", verdict.examplesMissing());
    json.put("errors", answers.errors());
    return json;
  }
}
