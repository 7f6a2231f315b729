package dev.freshet.models.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests look for published data; those that need it are skipped without. */
public final class PublishedData {

  private PublishedData() {}

  /** KuaiRand-Pure's folder; skips the test where it is missing. */
  public static Path kuaiRand() {
    Path folder = folder("kuairand-pure");
    assumeTrue(
        Files.isDirectory(folder), () -> folder + " is missing: published at https://kuairand.com");
    return folder;
  }

  /** A folder below {@code shared/data} beside the project, or below {@code -Dfreshet.data}. */
  public static Path folder(String name) {
    String data = System.getProperty("freshet.data");
    Path root = data != null ? Path.of(data) : Path.of("../../shared/data");
    return root.resolve(name).toAbsolutePath().normalize();
  }
}
