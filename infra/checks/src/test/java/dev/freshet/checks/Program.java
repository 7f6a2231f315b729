package dev.freshet.checks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A program that has run to its end.
 *
 * @param status 0 where it succeeded
 * @param output what it wrote, errors among it
 */
record Program(int status, String output) {

  /** Runs it; empty where it is not installed. */
  static Optional<Program> run(String... command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Optional.empty();
    }
    List<String> lines = process.inputReader().lines().toList();
    return Optional.of(new Program(process.waitFor(), String.join("\n", lines)));
  }

  boolean succeeded() {
    return status == 0;
  }
}
