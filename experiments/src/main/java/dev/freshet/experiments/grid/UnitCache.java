package dev.freshet.experiments.grid;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps what runs gave in a folder, so that an experiment that broke off goes on where it was. A
 * run is known by its key, which holds all that its outcome depends on. A file is there as a whole
 * or not at all. Thread-safe.
 */
public final class UnitCache {

  private final Path folder;

  /**
   * @param folder of the files; created when the first run is kept
   */
  public UnitCache(Path folder) {
    this.folder = folder;
  }

  /** What is kept under the key; otherwise what {@code run} gives, which is kept. */
  Map<String, Units> get(String key, Supplier<Map<String, Units>> run) {
    Path file = folder.resolve(hash(key) + ".units");
    if (Files.isRegularFile(file)) {
      return read(file, key);
    }
    Map<String, Units> given = run.get();
    write(file, key, given);
    return given;
  }

  private static Map<String, Units> read(Path file, String key) {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      if (!in.readUTF().equals(key)) {
        throw new IOException("it is of another run");
      }
      Map<String, Units> units = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        units.put(in.readUTF(), Units.read(in));
      }
      return units;
    } catch (IOException e) {
      throw new UncheckedIOException("reading the run kept in %s; delete it".formatted(file), e);
    }
  }

  private void write(Path file, String key, Map<String, Units> units) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "run", ".part");
      try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
        out.writeUTF(key);
        out.writeInt(units.size());
        for (Map.Entry<String, Units> arm : units.entrySet()) {
          out.writeUTF(arm.getKey());
          arm.getValue().write(out);
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("keeping a run in " + file, e);
    }
  }

  private static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
