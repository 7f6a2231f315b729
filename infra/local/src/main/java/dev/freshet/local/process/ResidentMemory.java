package dev.freshet.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Memory that processes really occupy. */
public final class ResidentMemory {

  private static final Path PROC = Path.of("/proc");

  private ResidentMemory() {}

  /** Resident bytes of the process, 0 where it has ended or its system does not tell. */
  public static long of(long pid) {
    try {
      return Files.isDirectory(PROC.resolve("self")) ? fromProc(pid) : fromPs(pid);
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  private static long fromProc(long pid) throws IOException {
    return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(ResidentMemory::kibibytes)
        .findFirst()
        .orElse(0);
  }

  private static long fromPs(long pid) throws IOException {
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      ps.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kibibytes(answer);
  }

  private static long kibibytes(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }
}
