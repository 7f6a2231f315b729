package dev.freshet.serving.releases;

import dev.freshet.serving.intake.Fields;
import dev.freshet.serving.intake.InvalidField;
import dev.freshet.serving.intake.ItemReader;
import dev.freshet.serving.model.ReleaseId;
import java.util.Set;

/** Reads the body of a rollback: a generation with a step, or that the latest is wanted. */
final class RollbackReader implements ItemReader<Rollback> {

  @Override
  public Set<String> known() {
    return Set.of("generation", "step", "latest");
  }

  @Override
  public Rollback read(Fields fields) throws InvalidField {
    String generation = fields.optionalId("generation");
    Long step = fields.number("step", 0, Long.MAX_VALUE);
    if (fields.flag("latest", false)) {
      if (generation != null || step != null) {
        throw new InvalidField("latest", "cannot be true beside a generation or a step");
      }
      return new Rollback.ToLatest();
    }
    if (generation == null) {
      throw new InvalidField("generation", "is required, unless latest is true");
    }
    if (step == null) {
      throw new InvalidField("step", "is required beside a generation");
    }
    return new Rollback.To(new ReleaseId(generation, step));
  }
}
