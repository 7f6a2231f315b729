package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.traffic.Answers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What twice as many requests as the node can answer came to.
 *
 * @param capacity pages per second of a closed loop
 * @param offered pages per second that were due
 * @param answers what came back
 * @param p50Millis from a request to its answer
 * @param p99Millis likewise
 * @param madeP50Millis from the request's arrival until the page was made, as serving says
 * @param madeP99Millis likewise
 * @param memoryBefore resident bytes of serving
 * @param memoryPeak the most meanwhile
 * @param memoryAfter once it had recovered
 * @param recovery from the last request until a fresh event was known to a page again; null where
 *     that did not happen in time
 */
record OverloadResult(
    double capacity,
    double offered,
    Answers.Counts answers,
    double p50Millis,
    double p99Millis,
    double madeP50Millis,
    double madeP99Millis,
    long memoryBefore,
    long memoryPeak,
    long memoryAfter,
    @Nullable Duration recovery) {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** No error, an answer to everything, and itself again within ten seconds. */
  boolean passed() {
    return answers.errors() == 0
        && answers.unanswered() == 0
        && recovery != null
        && recovery.compareTo(SOON) <= 0;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "overload: %.0f pages/s offered to %.0f/s; of %,d pages %,d fell back, %,d were answered 429, %,d 5xx, %,d not at all; p50 %.0f ms, p99 %.0f ms, of which serving says p50 %.0f ms, p99 %.0f ms; serving %d MiB before, %d at most, %d after; recovered after %s",
        offered,
        capacity,
        answers.pages(),
        answers.fallbacks(),
        answers.shed(),
        answers.errors(),
        answers.unanswered(),
        p50Millis,
        p99Millis,
        madeP50Millis,
        madeP99Millis,
        memoryBefore >> 20,
        memoryPeak >> 20,
        memoryAfter >> 20,
        recovery == null
            ? "no time that was waited"
            : "%.1f s".formatted(recovery.toMillis() / 1e3));
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("passed", passed());
    json.put("capacityPerSecond", capacity);
    json.put("offeredPerSecond", offered);
    json.put("pages", answers.pages());
    json.put("fallbackPages", answers.fallbacks());
    json.put("shed", answers.shed());
    json.put("errors", answers.errors());
    json.put("unanswered", answers.unanswered());
    json.put("p50Millis", p50Millis);
    json.put("p99Millis", p99Millis);
    json.put("madeP50Millis", madeP50Millis);
    json.put("madeP99Millis", madeP99Millis);
    json.put("servingBytesBefore", memoryBefore);
    json.put("servingBytesPeak", memoryPeak);
    json.put("servingBytesAfter", memoryAfter);
    json.put("recoverySeconds", recovery == null ? null : recovery.toMillis() / 1e3);
    return json;
  }
}
