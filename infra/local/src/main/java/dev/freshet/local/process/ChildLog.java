package dev.freshet.local.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a process wrote: the whole in a file that is moved aside when it is full, and the last lines
 * in memory, without the frames of stack traces. Once the file cannot be written, only the last
 * lines are kept.
 */
final class ChildLog implements AutoCloseable {

  private static final int TAIL_LINES = 12;
  private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ ).*");

  private final Path file;
  private final long maxBytes;
  private final Deque<String> tail = new ArrayDeque<>();
  private @Nullable BufferedWriter writer;
  private long bytes;

  /**
   * Appends to {@code file}.
   *
   * @param maxBytes size at which the file becomes {@code file.1}, in place of an earlier one
   */
  ChildLog(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
    try {
      open();
    } catch (IOException e) {
      throw new LaunchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Adds a line. */
  synchronized void add(String line) {
    if (!STACK_FRAME.matcher(line).matches()) {
      tail.addLast(line);
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    if (writer == null) {
      return;
    }
    try {
      if (bytes > maxBytes) {
        writer.close();
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
        open();
      }
      writer.write(line);
      writer.newLine();
      writer.flush();
      bytes += line.length() + 1;
    } catch (IOException e) {
      tail.addLast("(" + file + " cannot be written: " + e.getMessage() + ")");
      writer = null;
    }
  }

  /** The last lines other than stack frames, oldest first. */
  synchronized List<String> tail() {
    return List.copyOf(tail);
  }

  /** Where the whole is. */
  Path file() {
    return file;
  }

  @Override
  public synchronized void close() {
    if (writer == null) {
      return;
    }
    try {
      writer.close();
    } catch (IOException e) {
      tail.addLast("(" + file + " cannot be written: " + e.getMessage() + ")");
    }
    writer = null;
  }

  private void open() throws IOException {
    writer =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(file);
  }
}
