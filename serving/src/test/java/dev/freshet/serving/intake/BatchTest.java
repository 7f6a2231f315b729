package dev.freshet.serving.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.problem.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a body is read that asks for more work than it is worth. */
class BatchTest {

  private static final int MIB = 1 << 20;

  /** Reads the id of an item, which may also have a list of texts. */
  private static final ItemReader<String> READER =
      new ItemReader<>() {
        @Override
        public Set<String> known() {
          return Set.of("id", "list");
        }

        @Override
        public String read(Fields fields) throws InvalidField {
          fields.texts("list", 10, 10);
          return fields.id("id");
        }
      };

  @Test
  void leavesAnObjectAtItsFirstUnknownField() {
    String body = "{\"id\":\"a\",\"colour\":1,\"id\":[this is not looked at";

    assertThat(read(body)).isEqualTo(rejected(null, "colour", "is not a known field"));
  }

  @Test
  void leavesAnObjectOfMoreThanAHundredThousandFieldsAtTheFirst() {
    String body =
        IntStream.range(0, 115_000).mapToObj(i -> "\"k%d\":0".formatted(i)).collect(joining(","));

    assertThat(read("{" + body + "}")).isEqualTo(rejected(null, "k0", "is not a known field"));
  }

  @Test
  void leavesABatchAtItemOneThousandAndOne() {
    String body = "[" + "{},".repeat(1_000) + "{this is not looked at";

    assertThat(read(body))
        .isEqualTo(new Batch.Malformed<>("a batch must not hold more than 1000 items"));
  }

  @Test
  void takesTheItemsAfterOneThatItLeft() {
    String body =
        """
        [{"colour":{"a":[1,{"b":2}]},"id":"x"}, [1,[2]], {"id":"b"}, "c", {"id":"d"}]""";

    assertThat(read(body))
        .isEqualTo(
            new Batch.Read<>(
                List.of("b", "d"),
                List.of(
                    new FieldError(0, "colour", "is not a known field"),
                    new FieldError(1, "item", "must be an object"),
                    new FieldError(3, "item", "must be an object"))));
  }

  @ParameterizedTest
  @CsvSource({"{}, objects and arrays", "[], objects and arrays", "1, values", "\"\", values"})
  void leavesAnItemThatHoldsMoreThanAnyItemNeeds(String value, String rule) {
    String many = (value + ",").repeat(MIB / 2 / (value.length() + 1));

    assertThat(read("{\"id\":\"a\",\"list\":[" + many + value + "]}"))
        .isInstanceOfSatisfying(
            Batch.Malformed.class, malformed -> assertThat(malformed.detail()).contains(rule));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"a\",\"list\":%s}", "[%s]", "%s"})
  void leavesWhatIsNestedTooDeep(String around) {
    String deep = "[".repeat(100_000);

    assertThat(read(around.formatted(deep))).isInstanceOf(Batch.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"a\"} x",
        "[{\"id\":\"a\"}] []",
        "[{\"id\":\"a\"}",
        "[{\"colour\":1",
        "{\"id\":\"a\",\"list\":{\"a\":1,\"a\":2}}",
        "[]",
        "",
        " "
      })
  void refusesWhatIsNoBatch(String body) {
    assertThat(read(body)).isInstanceOf(Batch.Malformed.class);
  }

  @Test
  void refusesAnObjectWithMoreFieldsThanAnyHas() {
    String fields =
        IntStream.range(0, 101).mapToObj(i -> "\"k%d\":0".formatted(i)).collect(joining(","));

    assertThat(read("{\"id\":\"a\",\"list\":{" + fields + "}}"))
        .isInstanceOfSatisfying(
            Batch.Malformed.class,
            malformed -> assertThat(malformed.detail()).contains("more than 100 fields"));
  }

  private static Batch<String> rejected(@Nullable Integer index, String field, String rule) {
    return new Batch.Read<>(List.of(), List.of(new FieldError(index, field, rule)));
  }

  private static Batch<String> read(String body) {
    return Batch.read(body.getBytes(StandardCharsets.UTF_8), READER);
  }
}
