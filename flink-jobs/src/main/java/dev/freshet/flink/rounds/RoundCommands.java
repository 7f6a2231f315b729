package dev.freshet.flink.rounds;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.schemas.event.RoundCommand;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.RoundCommandRules;

/** The topic {@code round-commands}, as a round reads it. */
final class RoundCommands {
  private RoundCommands() {}

  /**
   * The commands for a round, as a slice of which the operator keeps nothing.
   *
   * @param round name of the job
   */
  static Slice<RoundCommand> of(String round) {
    return Slice.newest(
        new TopicReader<>(
            Topics.ROUND_COMMANDS,
            Topics.ROUND_COMMANDS.name(),
            round::equals,
            RoundCommand.class,
            command -> command.getRequestedAt().toEpochMilli(),
            RuleCheck.ofValues(RoundCommandRules.RULES, Bounds.CLOCK_AHEAD),
            new Progress.NotAwaited()),
        command -> command);
  }
}
