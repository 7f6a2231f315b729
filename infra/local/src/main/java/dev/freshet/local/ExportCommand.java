package dev.freshet.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Hands over to another system. */
@Command(
    name = "export",
    description = "Write catalogue, states and events of a running system to files.")
final class ExportCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  ExportCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new Forwarded("export").run(arguments);
  }
}
