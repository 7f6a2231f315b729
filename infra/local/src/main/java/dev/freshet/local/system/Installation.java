package dev.freshet.local.system;

import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The built repository.
 *
 * @param root its top folder
 */
public record Installation(Path root) {

  /** The one that the script named, or the working directory. */
  public static Installation fromSystemProperty() {
    return new Installation(
        Path.of(System.getProperty("freshet.home", "")).toAbsolutePath().normalize());
  }

  /**
   * Jar and libraries of a module.
   *
   * @param module folder, such as {@code flink-jobs}
   * @throws LaunchException if it is not built
   */
  public List<String> classPath(String module) {
    Path target = root.resolve(module).resolve("target");
    return List.of(jar(target, module).toString(), target.resolve("lib").resolve("*").toString());
  }

  /** Where processes keep what saves them time and can be made again; created where missing. */
  public Path cache() {
    Path cache = root.resolve("var").resolve("cache");
    try {
      return Files.createDirectories(cache);
    } catch (IOException e) {
      throw new LaunchException("cannot create " + cache + ": " + e, e);
    }
  }

  private static Path jar(Path target, String module) {
    if (Files.isDirectory(target.resolve("lib"))) {
      try (Stream<Path> files = Files.list(target)) {
        List<Path> jars = files.filter(Installation::isMainJar).toList();
        if (jars.size() == 1) {
          return jars.getFirst();
        }
      } catch (IOException e) {
        throw new LaunchException("cannot read " + target + ": " + e, e);
      }
    }
    throw new LaunchException(
        "%s is not built. Start through ./freshet, which builds what is missing."
            .formatted(module));
  }

  private static boolean isMainJar(Path file) {
    return file.getFileName().toString().matches("freshet-[a-z-]+-\\d[\\d.]*(-SNAPSHOT)?\\.jar");
  }
}
