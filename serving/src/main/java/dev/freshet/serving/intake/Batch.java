package dev.freshet.serving.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.serving.problem.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A request's body after it was read: a JSON object is one item, a JSON array is many. */
public sealed interface Batch<T> {

  /** Most items of one body. */
  int MAX_ITEMS = 1_000;

  /**
   * The body could be taken apart.
   *
   * @param items those that keep every rule, in order
   * @param rejected one error for each of the others
   */
  record Read<T>(List<T> items, List<FieldError> rejected) implements Batch<T> {
    public Read {
      items = List.copyOf(items);
      rejected = List.copyOf(rejected);
    }

    /** The place in the body of each of {@link #items}, 0 first. */
    public int[] places() {
      Set<Integer> left = rejected.stream().map(FieldError::index).collect(Collectors.toSet());
      return IntStream.range(0, items.size() + rejected.size())
          .filter(place -> !left.contains(place))
          .limit(items.size())
          .toArray();
    }
  }

  /**
   * The body is no JSON, or too many items.
   *
   * @param detail what is wrong, and where
   */
  record Malformed<T>(String detail) implements Batch<T> {}

  /** Reads every item of {@code body}; one that breaks a rule does not keep the others out. */
  static <T> Batch<T> read(byte[] body, ItemReader<T> reader) {
    return read(
        body,
        items ->
            switch (items.next()) {
              case START_OBJECT -> one(items, reader);
              case START_ARRAY -> many(items, reader);
              case null, default ->
                  new Malformed<>("the body must be a JSON object, or an array of at least one");
            });
  }

  /** Reads a body that must be one object. */
  static <T> Batch<T> readOne(byte[] body, ItemReader<T> reader) {
    return read(
        body,
        items ->
            items.next() == JsonToken.START_OBJECT
                ? one(items, reader)
                : new Malformed<>("the body must be a JSON object"));
  }

  private static <T> Batch<T> read(byte[] body, JsonItems.Reading<T> reading) {
    try (JsonItems items = JsonItems.of(body)) {
      return reading.read(items);
    } catch (JsonProcessingException e) {
      return new Malformed<>(JsonItems.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a body in memory", e);
    }
  }

  private static <T> Batch<T> one(JsonItems items, ItemReader<T> reader) throws IOException {
    JsonNode item;
    try {
      item = items.item(reader.known());
    } catch (InvalidField e) {
      return new Read<>(List.of(), List.of(error(null, e))); // the rest is not looked at
    }
    items.end();
    try {
      return new Read<>(List.of(reader.read(Fields.of(item))), List.of());
    } catch (InvalidField e) {
      return new Read<>(List.of(), List.of(error(null, e)));
    }
  }

  private static <T> Batch<T> many(JsonItems items, ItemReader<T> reader) throws IOException {
    List<T> accepted = new ArrayList<>();
    List<FieldError> rejected = new ArrayList<>();
    int count = 0;
    while (items.next() != JsonToken.END_ARRAY) {
      if (count == MAX_ITEMS) {
        return new Malformed<>(
            "a batch must not hold more than %d items".formatted(MAX_ITEMS)); // nor is it read on
      }
      try {
        accepted.add(reader.read(Fields.of(items.item(reader.known()))));
      } catch (InvalidField e) {
        rejected.add(error(count, e));
        items.skipItem();
      }
      count++;
    }
    items.end();
    return count == 0
        ? new Malformed<>("the body must be a JSON object, or an array of at least one")
        : new Read<>(accepted, rejected);
  }

  private static FieldError error(@Nullable Integer index, InvalidField e) {
    return new FieldError(index, e.field(), e.rule());
  }
}
