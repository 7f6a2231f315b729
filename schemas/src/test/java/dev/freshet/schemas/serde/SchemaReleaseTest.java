package dev.freshet.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReleaseTest {

  private static final Schema FIRST = tap().requiredString("user").endRecord();
  private static final Schema SECOND =
      tap().requiredString("user").optionalLong("millis").endRecord();

  @TempDir Path released;

  @BeforeEach
  void createIndex() throws IOException {
    Files.createFile(released.resolve("index"));
  }

  @Test
  void writesTheFirstVersionOfARecord() throws IOException {
    List<String> written = SchemaRelease.release(released, List.of(FIRST));

    assertThat(written).containsExactly("Tap-1.avsc");
    assertThat(new Schema.Parser().parse(Files.readString(released.resolve("Tap-1.avsc"))))
        .isEqualTo(FIRST);
    assertThat(released.resolve("index"))
        .hasContent("Tap-1.avsc " + SchemaRelease.fingerprint(FIRST));
  }

  @Test
  void addsTheNextVersionAndLeavesTheEarlierOneAsItIs() throws IOException {
    SchemaRelease.release(released, List.of(FIRST));
    String first = Files.readString(released.resolve("Tap-1.avsc"));

    List<String> written = SchemaRelease.release(released, List.of(SECOND));

    assertThat(written).containsExactly("Tap-2.avsc");
    assertThat(released.resolve("Tap-1.avsc")).hasContent(first);
    assertThat(Files.readAllLines(released.resolve("index")))
        .containsExactly(
            "Tap-1.avsc " + SchemaRelease.fingerprint(FIRST),
            "Tap-2.avsc " + SchemaRelease.fingerprint(SECOND));
  }

  @Test
  void writesNothingWhereOnlyTheWordsChanged() throws IOException {
    SchemaRelease.release(released, List.of(FIRST));
    Schema explained =
        SchemaBuilder.record("Tap")
            .namespace("a")
            .doc("A tap.")
            .fields()
            .requiredString("user")
            .endRecord();

    List<String> written = SchemaRelease.release(released, List.of(explained));

    assertThat(written).isEmpty();
  }

  @Test
  void refusesAVersionThatCannotReadAnEarlierOne() throws IOException {
    SchemaRelease.release(released, List.of(FIRST));
    Schema renamed = tap().requiredString("person").endRecord();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaRelease.release(released, List.of(renamed)))
        .withMessageContaining("cannot release: Tap")
        .withMessageContaining("person");
    assertThat(released.resolve("Tap-2.avsc")).doesNotExist();
  }

  private static SchemaBuilder.FieldAssembler<Schema> tap() {
    return SchemaBuilder.record("Tap").namespace("a").fields();
  }
}
