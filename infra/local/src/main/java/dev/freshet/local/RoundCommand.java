package dev.freshet.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Begins a training round. */
@Command(name = "round", description = "Begin a training round of a running system.")
final class RoundCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  RoundCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new Forwarded("round").run(arguments);
  }
}
