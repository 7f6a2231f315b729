package dev.freshet.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaEvolutionTest {

  private static final Schema BASE =
      SchemaBuilder.record("Tap")
          .fields()
          .requiredString("user")
          .requiredLong("millis")
          .endRecord();

  static List<Schema> currentSchemas() {
    return SchemaRelease.currentSchemas();
  }

  static Stream<Arguments> breakingChanges() {
    return Stream.of(
        Arguments.of(
            "a new field without a default",
            SchemaBuilder.record("Tap")
                .fields()
                .requiredString("user")
                .requiredLong("millis")
                .requiredString("video")
                .endRecord()),
        Arguments.of(
            "a field without a default left out",
            SchemaBuilder.record("Tap").fields().requiredString("user").endRecord()),
        Arguments.of(
            "another type",
            SchemaBuilder.record("Tap")
                .fields()
                .requiredString("user")
                .requiredString("millis")
                .endRecord()),
        Arguments.of(
            "a wider type, which only the new version reads",
            SchemaBuilder.record("Tap")
                .fields()
                .requiredString("user")
                .requiredDouble("millis")
                .endRecord()));
  }

  @ParameterizedTest
  @MethodSource("currentSchemas")
  void everySchemaIsReleasedAsItIsWritten(Schema current) {
    List<Schema> released = ReleasedSchemas.of(current.getFullName());

    assertThat(released)
        .extracting(SchemaRelease::fingerprint)
        .as(
            "%s has changed since it was last released. If that is meant, add the next version with"
                + " `mvn -q -Dquick -pl schemas test-compile exec:java@release` and commit what it"
                + " writes; never edit a released file",
            current.getName())
        .endsWith(SchemaRelease.fingerprint(current));
  }

  @ParameterizedTest
  @MethodSource("currentSchemas")
  void everyTwoReleasedVersionsReadEachOther(Schema current) {
    List<Schema> released = ReleasedSchemas.of(current.getFullName());

    List<String> conflicts = new ArrayList<>();
    for (Schema one : released) {
      for (Schema other : released) {
        conflicts.add(SchemaRelease.conflict(one, other));
      }
    }

    assertThat(conflicts).isNotEmpty().containsOnly("");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breakingChanges")
  void aChangeThatBreaksAReaderIsFound(String change, Schema changed) {
    assertThat(SchemaRelease.conflict(BASE, changed)).as(change).contains("cannot read");
  }

  @Test
  void everyReleasedFileIsWhatTheIndexSaysItIs() {
    Map<String, Integer> versions = new HashMap<>();
    List<Schema> schemas = ReleasedSchemas.all();
    List<String> expected = new ArrayList<>();

    for (Schema schema : schemas) {
      int version = versions.merge(schema.getName(), 1, Integer::sum);
      expected.add(schema.getName() + "-" + version + ".avsc " + SchemaRelease.fingerprint(schema));
    }

    assertThat(ReleasedSchemas.lines("index"))
        .as("a released file was edited, renamed or left out; versions count up from 1")
        .isEqualTo(expected);
  }

  @Test
  void noTwoReleasedVersionsShareAFingerprint() {
    assertThat(ReleasedSchemas.all())
        .extracting(SchemaRelease::fingerprint)
        .doesNotHaveDuplicates();
  }
}
