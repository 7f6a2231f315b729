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
import org.apache.avro.message.SchemaStore;

/**
 * Every schema version that was ever released, from {@code released/} beside this class. The file
 * {@code released/index} names them, one a line, as {@code Name-version.avsc}.
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

  /** A store that finds each of them, and {@code current}, by fingerprint. */
  static SchemaStore store(Schema current) {
    var store = new SchemaStore.Cache();
    of(current.getFullName()).forEach(store::addSchema);
    store.addSchema(current);
    return store;
  }

  private static List<Schema> load() {
    List<Schema> schemas = new ArrayList<>();
    for (String file : lines("index")) {
      schemas.add(new Schema.Parser().parse(String.join("\n", lines(file))));
    }
    return List.copyOf(schemas);
  }

  private static List<String> lines(String file) {
    try (InputStream in = ReleasedSchemas.class.getResourceAsStream("released/" + file)) {
      if (in == null) {
        throw new IllegalStateException("released schema is missing from the jar: " + file);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading released schema " + file, e);
    }
  }
}
