package dev.freshet.loadtests;

import dev.freshet.loadtests.bench.DrainCommand;
import dev.freshet.loadtests.bench.FillCommand;
import dev.freshet.loadtests.bench.IngestCommand;
import dev.freshet.loadtests.bench.MergeCommand;
import dev.freshet.loadtests.bench.ServeCommand;
import dev.freshet.loadtests.faults.FaultsCommand;
import dev.freshet.loadtests.language.LanguageBench;
import dev.freshet.loadtests.pipeline.FreshnessCommand;
import dev.freshet.loadtests.pipeline.FusionFreshnessCommand;
import picocli.CommandLine.Command;

/** The benchmarks of the assembled system. */
@Command(
    name = "bench",
    description = "Measures a running system.",
    mixinStandardHelpOptions = true,
    subcommands = {
      FreshnessCommand.class,
      FusionFreshnessCommand.class,
      IngestCommand.class,
      ServeCommand.class,
      FillCommand.class,
      DrainCommand.class,
      MergeCommand.class,
      LanguageBench.class,
      FaultsCommand.class
    })
final class BenchCommand {}
