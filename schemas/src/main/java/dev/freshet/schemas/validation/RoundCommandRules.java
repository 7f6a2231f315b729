package dev.freshet.schemas.validation;

import dev.freshet.schemas.event.RoundCommand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rules of {@code round-commands}. */
public final class RoundCommandRules implements RecordRules<RoundCommand> {

  private static final long serialVersionUID = 1L;

  /** The rules. */
  public static final RoundCommandRules RULES = new RoundCommandRules();

  private RoundCommandRules() {}

  @Override
  public @Nullable Violation violation(String key, RoundCommand command, Instant latest) {
    return command.getRound().equals(key)
        ? Bounds.past("requestedAt", command.getRequestedAt(), latest)
        : new Violation("key", "must be the round");
  }
}
