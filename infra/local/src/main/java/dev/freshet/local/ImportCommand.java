package dev.freshet.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Takes over from another system. */
@Command(name = "import", description = "Write videos and the past of users into a running system.")
final class ImportCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  ImportCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new Forwarded("import").run(arguments);
  }
}
