package dev.freshet.loadtests.pipeline;

import picocli.CommandLine.Command;

/** The benchmarks of the assembled system. */
@Command(
    name = "bench",
    description = "Measures a running system.",
    mixinStandardHelpOptions = true,
    subcommands = {FreshnessCommand.class})
public final class BenchCommand {}
