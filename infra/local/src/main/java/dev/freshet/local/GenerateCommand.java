package dev.freshet.local;

import dev.freshet.local.system.LocalProcesses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Shows a language model at work. */
@Command(
    name = "generate",
    description = "Print the text of a language model as it comes.",
    footer = {
      "",
      "  --model FOLDER|URL  the model (required); --greedy, --tokens N, --seed S and a PROMPT",
      "                      go with it"
    })
final class GenerateCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  GenerateCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new Forwarded("generate").run(LocalProcesses::languageModel, arguments);
  }
}
