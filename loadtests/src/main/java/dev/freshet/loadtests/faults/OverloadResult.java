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

  /** Time that a page may take, which is serving's default. */
  private static final long DEADLINE_MILLIS = 50;

  /** Percent of its resident memory before by which serving may grow. */
  private static final int MAY_GROW_BY = 25;

  /**
   * No error, an answer to everything, bounded memory, and itself again within ten seconds. The
   * {@link #deadline} is reported apart and decides nothing here.
   */
  boolean passed() {
    return answers.errors() == 0
        && answers.unanswered() == 0
        && memoryBounded()
        && recovery != null
        && recovery.compareTo(SOON) <= 0;
  }

  /** Whether 99 of 100 pages were made within their time: {@code within} or {@code beyond}. */
  String deadline() {
    long made = answers.pages() - answers.shed() - answers.errors();
    return made > 0 && madeP99Millis <= DEADLINE_MILLIS ? "within" : "beyond";
  }

  /** Whether serving's memory is known and grew by no more than it may. */
  boolean memoryBounded() {
    return memoryBefore > 0 && growthPercent() <= MAY_GROW_BY;
  }

  private double growthPercent() {
    return 100.0 * (Math.max(memoryPeak, memoryAfter) - memoryBefore) / memoryBefore;
  }

  private String memoryText() {
    return memoryBefore == 0
        ? "memory before NOT known"
        : String.format(
            Locale.ROOT,
            "%s: grew by %.1f %%, may grow by %d %%",
            memoryBounded() ? "bounded" : "NOT bounded",
            growthPercent(),
            MAY_GROW_BY);
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "overload: %.0f pages/s offered to %.0f/s; of %,d pages %,d fell back, %,d were answered 429, %,d 5xx, %,d not at all; p50 %.0f ms, p99 %.0f ms, of which serving says p50 %.0f ms, p99 %.0f ms, %s the deadline of %d ms; serving %d MiB before, %d at most, %d after, %s; recovered after %s",
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
        deadline(),
        DEADLINE_MILLIS,
        memoryBefore >> 20,
        memoryPeak >> 20,
        memoryAfter >> 20,
        memoryText(),
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
    json.put("deadlineMillis", DEADLINE_MILLIS);
    json.put("deadline", deadline());
    json.put("memoryBounded", memoryBounded());
    json.put("servingBytesBefore", memoryBefore);
    json.put("servingBytesPeak", memoryPeak);
    json.put("servingBytesAfter", memoryAfter);
    json.put("recoverySeconds", recovery == null ? null : recovery.toMillis() / 1e3);
    return json;
  }
}
