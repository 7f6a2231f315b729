package dev.freshet.schemas.validation;

import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rules of {@code training-examples}. */
public final class ExampleRules implements RecordRules<TrainingExample> {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public static final ExampleRules RULES = new ExampleRules();

  private ExampleRules() {}

  @Override
  public @Nullable Violation violation(String key, TrainingExample example, Instant latest) {
    Violation violation = Bounds.id("user", example.getUser());
    if (violation == null && !example.getUser().equals(key)) {
      return new Violation("key", "must be the user");
    }
    if (violation == null) {
      violation =
          Bounds.first(
              Bounds.id("exampleId", example.getExampleId()),
              Bounds.past("shownAt", example.getShownAt(), latest),
              Bounds.time("labelledAt", example.getLabelledAt()),
              example.getErasure() ? null : Bounds.id("video", example.getVideo()),
              Bounds.text(
                  "surface", example.getSurface(), Bounds.NAME, /* controlsAllowed= */ false),
              Bounds.text("device", example.getDevice(), Bounds.NAME, /* controlsAllowed= */ false),
              Bounds.number("watchedMillis", example.getWatchedMillis(), Bounds.EVENT_DURATION),
              EventRules.interactions("positives", example.getPositives(), latest),
              EventRules.interactions("skips", example.getSkips(), latest));
    }
    if (violation != null) {
      return violation;
    }
    if (example.getLabelledAt().isBefore(example.getShownAt())) {
      return new Violation("labelledAt", "must not be before shownAt");
    }
    float weight = example.getWeight();
    return weight >= 0 && Float.isFinite(weight)
        ? null
        : new Violation("weight", "must be finite and not negative");
  }
}
