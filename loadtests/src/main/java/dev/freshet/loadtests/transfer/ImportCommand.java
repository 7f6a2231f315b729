package dev.freshet.loadtests.transfer;

import dev.freshet.loadtests.topic.BrokerOptions;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.topic.KafkaClients;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes videos and the past of users into the topics of a running system. */
@Command(
    name = "import",
    description = "Writes videos and the past of users into a running system.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ImportCommand implements Callable<Integer> {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Option(
      names = "--history",
      required = true,
      paramLabel = "FILE|DIR",
      description = "CSV or JSON lines: a file, or a folder of them.")
  private Path history = Path.of("");

  @Option(
      names = "--time-unit",
      paramLabel = "UNIT",
      description = "Unit of times that are numbers: ${COMPLETION-CANDIDATES}.")
  private TimeColumn.Unit unit = TimeColumn.Unit.MILLISECONDS;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Bad rows are listed here. Default: rejects.txt beside what is read.")
  private @Nullable Path rejects;

  @Option(names = "--strict", description = "Write nothing if any row of any file is bad.")
  private boolean strict;

  @Option(names = "--dry-run", description = "Read everything, write nothing.")
  private boolean rehearsal;

  /** For picocli. */
  public ImportCommand() {}

  @Override
  public Integer call() {
    KafkaClients clients = broker.clients();
    List<RowFile> files = RowFile.in(history);
    var rows = new ImportedRows(unit, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    Path listed =
        rejects == null ? history.toAbsolutePath().resolveSibling("rejects.txt") : rejects;
    if (strict) {
      files.forEach(file -> new Import(file, rows, listed, System.out).rehearse(strict));
    }
    long bad = 0;
    for (RowFile file : files) {
      var run = new Import(file, rows, listed, System.out);
      Import.Outcome outcome = rehearsal ? run.rehearse(strict) : run.run(clients);
      System.out.printf(
          "%s: %,d rows, %,d of them imported before; %s %,d records; %,d rows are bad%n",
          file.name(),
          outcome.rows(),
          outcome.before(),
          rehearsal ? "would write" : "wrote",
          outcome.records(),
          outcome.bad());
      bad += outcome.bad();
    }
    if (bad > 0) {
      System.out.printf("%,d bad rows are listed in %s%n", bad, listed);
    }
    return 0;
  }
}
