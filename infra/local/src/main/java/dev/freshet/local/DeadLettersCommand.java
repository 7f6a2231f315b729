package dev.freshet.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Works on the dead letters of a system that runs. */
@Command(name = "dlq", description = "List, show or re-drive the dead letters of a running system.")
final class DeadLettersCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  DeadLettersCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new Forwarded("dlq").run(arguments);
  }
}
