package dev.freshet.schemas.serde;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every schema version that was ever released, from {@code released/} beside this class. The file
 * {@code released/index} has one line for each: {@code Name-version.avsc}, a space, and the
 * fingerprint by which a record names its writer's schema.
 */
public final class ReleasedSchemas {

  private static final List<Schema> ALL = load();

  private ReleasedSchemas() {}

  /** Released versions of all records, in the order of the index. */
  public static List<Schema> all() {
    return ALL;
  }

  /** Released versions of the record with this full name, oldest first. */
  public static List<Schema> of(String fullName) {
    return ALL.stream().filter(schema -> schema.getFullName().equals(fullName)).toList();
  }

  /** The lines of a file in {@code released/}. */
  static List<String> lines(String file) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream("released/" + file)) {
      if (in == null) {
        throw new IllegalStateException("released schema is missing from the jar: " + file);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading released schema " + file, e);
    }
  }

  private static List<Schema> load() {
    List<Schema> schemas = new ArrayList<>();
    for (String line : lines("index")) {
      String file = line.substring(0, line.indexOf(' '));
      schemas.add(new Schema.Parser().parse(String.join("\n", lines(file))));
    }
    return List.copyOf(schemas);
  }
}
