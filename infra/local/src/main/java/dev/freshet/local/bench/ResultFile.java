package dev.freshet.local.bench;

import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a benchmark writes what it found. */
final class ResultFile {

  private ResultFile() {}

  static void write(Path file, String json) {
    try {
      Files.writeString(file, json + System.lineSeparator());
    } catch (IOException e) {
      throw new LaunchException("cannot write " + file + ": " + e, e);
    }
  }
}
