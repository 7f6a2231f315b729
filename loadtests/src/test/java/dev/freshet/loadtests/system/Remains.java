package dev.freshet.loadtests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a word lie in the folder of a system, in the words of an erasure's receipt.
 *
 * @param var the folder
 */
record Remains(Path var) {

  private static final Pattern PARTITION = Pattern.compile("broker/(.+)-\\d+/.*");

  /** Places with a file that holds {@code word}. */
  Set<String> of(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    Set<String> places = new TreeSet<>();
    try {
      Files.walkFileTree(
          var,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile() && holds(file, bytes)) {
                places.add(place(var.relativize(file).toString()));
              }
              return FileVisitResult.CONTINUE;
            }

            // files come and go in a system that runs
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("looking through " + var, e);
    }
    return places;
  }

  private static String place(String file) {
    Matcher partition = PARTITION.matcher(file);
    if (partition.matches()) {
      return "topic " + partition.group(1);
    }
    if (file.startsWith("serving/")) {
      return "stores of serving nodes";
    }
    return file.startsWith("flink/") ? "state and checkpoints of jobs" : file;
  }

  private static boolean holds(Path file, byte[] word) throws IOException {
    try {
      byte[] content = Files.readAllBytes(file);
      for (int at = 0; at <= content.length - word.length; at++) {
        if (content[at] == word[0] && startsAt(content, at, word)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean startsAt(byte[] content, int at, byte[] word) {
    for (int i = 1; i < word.length; i++) {
      if (content[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }
}
