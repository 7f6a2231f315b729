package dev.freshet.loadtests.deadletters;

import picocli.CommandLine.Command;

/** Works on the dead letters of a system through its broker alone. */
@Command(
    name = "dlq",
    description = "Lists, shows and re-drives dead letters.",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, ShowCommand.class, RedriveCommand.class})
public final class DeadLettersCommand {}
