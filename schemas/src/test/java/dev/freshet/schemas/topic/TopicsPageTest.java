package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.serde.AvroSerde;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that the reference page of the topics says what the schemas say. */
class TopicsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "topics.md");
  private static final Pattern HEADING = Pattern.compile("#{2,3} (\\S.*)");
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.+?) \\|(.*\\w.*\\|)?");

  static List<Topic<String, ?>> topics() {
    return Topics.ALL;
  }

  static List<Schema> innerTypes() {
    Map<String, Schema> types = new LinkedHashMap<>();
    for (Topic<String, ?> topic : Topics.ALL) {
      schema(topic).getFields().forEach(field -> collect(field.schema(), types));
    }
    return List.copyOf(types.values());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void namesEveryFieldOfATopicWithItsTypeInOrder(Topic<String, ?> topic) throws IOException {
    assertThat(rows(topic.name())).isEqualTo(fields(schema(topic)));
  }

  @ParameterizedTest
  @MethodSource("innerTypes")
  void namesEveryPartOfATypeInsideARecord(Schema type) throws IOException {
    List<String> names = rows(type.getName()).stream().map(row -> row.split(" ", 2)[0]).toList();

    assertThat(names)
        .isEqualTo(
            type.getType() == Schema.Type.ENUM
                ? type.getEnumSymbols()
                : type.getFields().stream().map(Schema.Field::name).toList());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void listsATopicWithItsValueAndHowLongItIsKept(Topic<String, ?> topic) throws IOException {
    String kept =
        switch (topic.retention()) {
          case Retention.Time time -> time.duration().toDays() + " days";
          case Retention.Compact compact -> "latest per key";
        };

    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.startsWith("| [`" + topic.name() + "`](#" + topic.name() + ") |"))
        .singleElement()
        .asString()
        .contains("| " + schema(topic).getName() + " | " + kept + " |");
  }

  @Test
  void describesNothingThatDoesNotExist() throws IOException {
    List<String> known = new ArrayList<>(Topics.ALL.stream().map(Topic::name).toList());
    known.add("Records inside records");
    innerTypes().forEach(type -> known.add(type.getName()));

    List<String> headings = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        headings.add(heading.group(1));
      }
    }

    assertThat(headings).containsExactlyInAnyOrderElementsOf(known);
  }

  /** Name and type of each row of the table under a heading. */
  private static List<String> rows(String heading) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      Matcher title = HEADING.matcher(line);
      if (title.matches()) {
        inside = title.group(1).equals(heading);
      }
      Matcher row = ROW.matcher(line);
      if (inside && row.matches()) {
        rows.add(row.group(1) + " " + row.group(2));
      }
    }
    return rows;
  }

  private static List<String> fields(Schema schema) {
    return schema.getFields().stream()
        .map(field -> field.name() + " " + type(field.schema()))
        .toList();
  }

  private static String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return "time";
    }
    return switch (schema.getType()) {
      case RECORD, ENUM ->
          "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
      case ARRAY -> type(schema.getElementType()) + "[]";
      case MAP -> "map of " + type(schema.getValueType());
      case UNION -> type(schema.getTypes().getLast()) + "?";
      default -> schema.getType().getName();
    };
  }

  private static void collect(Schema schema, Map<String, Schema> types) {
    switch (schema.getType()) {
      case ARRAY -> collect(schema.getElementType(), types);
      case MAP -> collect(schema.getValueType(), types);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, types));
      case ENUM -> types.put(schema.getName(), schema);
      case RECORD -> {
        types.put(schema.getName(), schema);
        schema.getFields().forEach(field -> collect(field.schema(), types));
      }
      default -> {} // plain types need no section
    }
  }

  private static Schema schema(Topic<String, ?> topic) {
    return ((AvroSerde<?>) topic.valueSerde()).schema();
  }
}
