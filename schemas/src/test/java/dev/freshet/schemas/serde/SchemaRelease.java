package dev.freshet.schemas.serde;

import dev.freshet.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;

/**
 * Releases every schema that differs from its newest released version: writes it as the next
 * version and adds it to the index. Refuses one that could not be read beside the earlier ones.
 *
 * <p>{@code mvn -q -Dquick -pl schemas test-compile exec:java@release}
 */
final class SchemaRelease {

  private static final String INDEX = "index";

  private SchemaRelease() {}

  public static void main(String[] args) throws IOException {
    List<String> written = release(Path.of(args[0]), currentSchemas());
    System.out.println(
        written.isEmpty() ? "every schema is released" : "released " + String.join(", ", written));
  }

  /** The schema of each topic's values as it is written today. */
  static List<Schema> currentSchemas() {
    return Topics.ALL.stream().map(topic -> ((AvroSerde<?>) topic.valueSerde()).schema()).toList();
  }

  /** Names of the files written into {@code released}. */
  static List<String> release(Path released, List<Schema> current) throws IOException {
    Path index = released.resolve(INDEX);
    List<String> lines = new ArrayList<>(Files.readAllLines(index));
    List<String> written = new ArrayList<>();
    for (Schema schema : current) {
      List<Schema> versions = versions(released, lines, schema.getName());
      if (!versions.isEmpty() && fingerprint(versions.getLast()).equals(fingerprint(schema))) {
        continue;
      }
      for (Schema version : versions) {
        String conflict = conflict(version, schema);
        if (!conflict.isEmpty()) {
          throw new IllegalArgumentException("cannot release: " + conflict);
        }
      }
      String file = schema.getName() + "-" + (versions.size() + 1) + ".avsc";
      Files.writeString(
          released.resolve(file), SchemaFormatter.format("json/pretty", schema) + "\n");
      lines.add(file + " " + fingerprint(schema));
      written.add(file);
    }
    Files.write(index, lines);
    return written;
  }

  /** By what a record names its writer's schema: CRC-64 of the schema's canonical form. */
  static String fingerprint(Schema schema) {
    return HexFormat.of().toHexDigits(SchemaNormalization.parsingFingerprint64(schema));
  }

  /** Why one of two versions cannot read what the other wrote; empty where both can. */
  static String conflict(Schema one, Schema other) {
    return conflictReading(one, other) + conflictReading(other, one);
  }

  private static String conflictReading(Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
        ? ""
        : "%s %s cannot read %s: %s. "
            .formatted(
                reader.getName(),
                fingerprint(reader),
                fingerprint(writer),
                result.getIncompatibilities());
  }

  private static List<Schema> versions(Path released, List<String> lines, String name)
      throws IOException {
    List<Schema> versions = new ArrayList<>();
    for (String line : lines) {
      String file = line.substring(0, line.indexOf(' '));
      if (file.startsWith(name + "-")) {
        versions.add(new Schema.Parser().parse(Files.readString(released.resolve(file))));
      }
    }
    return versions;
  }
}
