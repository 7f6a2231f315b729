package dev.freshet.loadtests.faults.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was answered to the pages of a soak.
 *
 * @param pages pages asked for and answered
 * @param fallbacks of these, pages that were not what was asked for
 * @param shed of these, answers with 429
 * @param errors of these, answers with 5xx
 * @param unanswered requests without an answer
 */
public record Answered(long pages, long fallbacks, long shed, long errors, long unanswered) {

  /** Whether none was an error and none went without an answer. */
  boolean flawless() {
    return errors == 0 && unanswered == 0;
  }

  Map<String, Long> json() {
    Map<String, Long> json = new LinkedHashMap<>();
    json.put("pages", pages);
    json.put("fallbackPages", fallbacks);
    json.put("shed", shed);
    json.put("errors", errors);
    json.put("unanswered", unanswered);
    return json;
  }
}
