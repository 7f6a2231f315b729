package dev.freshet.serving.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.serving.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
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
  }

  /**
   * The body is no JSON, or too many items.
   *
   * @param detail what is wrong, and where
   */
  record Malformed<T>(String detail) implements Batch<T> {}

  /** Reads every item of {@code body}; one that breaks a rule does not keep the others out. */
  static <T> Batch<T> read(byte[] body, ItemReader<T> reader) {
    JsonNode root;
    try {
      root = Json.read(body);
    } catch (JsonProcessingException e) {
      return new Malformed<>(Json.reason(e));
    }
    if (root.isObject()) {
      return read(List.of(root), null, reader);
    }
    if (!root.isArray() || root.isEmpty()) {
      return new Malformed<>("the body must be a JSON object, or an array of at least one");
    }
    if (root.size() > MAX_ITEMS) {
      return new Malformed<>(
          "a batch must not hold more than %d items, this one has %d"
              .formatted(MAX_ITEMS, root.size()));
    }
    List<JsonNode> nodes = new ArrayList<>(root.size());
    root.forEach(nodes::add);
    return read(nodes, 0, reader);
  }

  /** Reads a body that must be one object. */
  static <T> Batch<T> readOne(byte[] body, ItemReader<T> reader) {
    try {
      JsonNode root = Json.read(body);
      return root.isObject()
          ? read(List.of(root), null, reader)
          : new Malformed<>("the body must be a JSON object");
    } catch (JsonProcessingException e) {
      return new Malformed<>(Json.reason(e));
    }
  }

  private static <T> Batch<T> read(
      List<JsonNode> nodes, @Nullable Integer firstIndex, ItemReader<T> reader) {
    List<T> items = new ArrayList<>(nodes.size());
    List<FieldError> rejected = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      try {
        items.add(reader.read(Fields.of(nodes.get(i), reader.known())));
      } catch (InvalidField e) {
        rejected.add(
            new FieldError(firstIndex == null ? null : firstIndex + i, e.field(), e.rule()));
      }
    }
    return new Read<>(items, rejected);
  }
}
