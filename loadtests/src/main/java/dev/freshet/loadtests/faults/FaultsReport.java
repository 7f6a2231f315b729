package dev.freshet.loadtests.faults;

import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.faults.soak.SoakResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What all scenarios of a run came to. Used by one thread. */
final class FaultsReport {

  private final List<ScenarioResult> scenarios = new ArrayList<>();
  private final List<PoisonResult> poisons = new ArrayList<>();
  private final List<OverloadResult> overloads = new ArrayList<>();
  private final List<SoakResult> soaks = new ArrayList<>();
  private final Map<String, String> skipped = new LinkedHashMap<>();

  void add(ScenarioResult result) {
    scenarios.add(result);
  }

  void add(PoisonResult result) {
    poisons.add(result);
  }

  void add(OverloadResult result) {
    overloads.add(result);
  }

  void add(SoakResult result) {
    soaks.add(result);
  }

  /** A scenario could not be run. */
  void skipped(String scenario, String why) {
    skipped.put(scenario, why);
  }

  /** Whether everything that was run passed. */
  boolean passed() {
    return scenarios.stream().allMatch(ScenarioResult::passed)
        && poisons.stream().allMatch(PoisonResult::passed)
        && overloads.stream().allMatch(OverloadResult::passed)
        && soaks.stream().allMatch(SoakResult::passed);
  }

  /** For the console. */
  String text() {
    var out = new StringBuilder();
    if (!scenarios.isEmpty()) {
      out.append(
          new Table(ScenarioResult.HEADER, scenarios.stream().map(ScenarioResult::row).toList())
              .text());
      scenarios.stream()
          .map(ScenarioResult::note)
          .filter(Objects::nonNull)
          .forEach(note -> out.append(note).append('\n'));
    }
    poisons.forEach(poison -> out.append(poison.text()).append('\n'));
    overloads.forEach(overload -> out.append(overload.text()).append('\n'));
    soaks.forEach(soak -> out.append(soak.text()));
    skipped.forEach((name, why) -> out.append(name).append(": skipped: ").append(why).append('\n'));
    out.append(passed() ? "All passed.\n" : "NOT all passed.\n");
    return out.toString();
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("passed", passed());
    json.put("scenarios", scenarios.stream().map(ScenarioResult::json).toList());
    json.put("poison", poisons.stream().map(PoisonResult::json).toList());
    json.put("overload", overloads.stream().map(OverloadResult::json).toList());
    json.put("soak", soaks.stream().map(SoakResult::json).toList());
    json.put("skipped", skipped);
    return json;
  }
}
