package dev.freshet.serving.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one strict reader of JSON: takes one item after another from a body, so that no more than one
 * is in memory. Refuses a field that comes twice, and what is nested deeper or has more fields or
 * values than any item needs. What a client invents, such as names of fields, is never kept.
 */
final class JsonItems implements AutoCloseable {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_NUMBER = 100;

  /** Fields of one object, at any depth. */
  private static final int MAX_FIELDS = 100;

  /** Objects and arrays within one item: one for each event of a page's request, and some. */
  private static final int MAX_CONTAINERS = 2_000;

  /** Values within one item: the vectors of a video, and some. */
  private static final int MAX_VALUES = 100_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // the names of a client's fields must not fill tables of the whole process
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Makes a batch of the items of a body. */
  @FunctionalInterface
  interface Reading<T> {
    Batch<T> read(JsonItems items) throws IOException;
  }

  private final JsonParser parser;
  private int containers;
  private int values;

  private JsonItems(JsonParser parser) {
    this.parser = parser;
  }

  /** The items of {@code body}. */
  static JsonItems of(byte[] body) throws IOException {
    return new JsonItems(FACTORY.createParser(Texts.reader(body)));
  }

  /** Goes to the next token, which is null at the end of the body. */
  @Nullable JsonToken next() throws IOException {
    return parser.nextToken();
  }

  /**
   * Checks that nothing follows the value that was read last.
   *
   * @throws JsonProcessingException if something does
   */
  void end() throws IOException {
    if (parser.nextToken() != null) {
      throw broken("Trailing token after the value");
    }
  }

  /**
   * The item at the current token.
   *
   * @param known fields that the item may have
   * @throws InvalidField if the item is no object or has another field; the item is left there
   */
  JsonNode item(Set<String> known) throws IOException, InvalidField {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidField("item", "must be an object");
    }
    containers = 0;
    values = 0;
    ObjectNode item = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (!known.contains(name)) {
        throw new InvalidField(name, "is not a known field");
      }
      add(item, name);
    }
    return item;
  }

  /** Goes to the end of the current item of an array, wherever in it reading was left. */
  void skipItem() throws IOException {
    while (parser.getParsingContext().getNestingDepth() > 1) {
      if (parser.nextToken() == null) {
        throw broken("Unexpected end of the body");
      }
    }
  }

  private void add(ObjectNode object, String name) throws IOException {
    if (object.size() == MAX_FIELDS) {
      throw broken("An object must not have more than " + MAX_FIELDS + " fields");
    }
    if (object.has(name)) {
      throw broken("Duplicate field");
    }
    parser.nextToken();
    object.set(name, value());
  }

  private JsonNode value() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> counted(NODES.textNode(parser.getText()));
      case VALUE_NUMBER_INT -> counted(integer());
      case VALUE_NUMBER_FLOAT -> counted(NODES.numberNode(parser.getDoubleValue()));
      case VALUE_TRUE -> counted(NODES.booleanNode(true));
      case VALUE_FALSE -> counted(NODES.booleanNode(false));
      case VALUE_NULL -> counted(NODES.nullNode());
      default -> throw broken("Unexpected " + parser.currentToken());
    };
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private JsonNode object() throws IOException {
    countContainer();
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      add(object, parser.currentName());
    }
    return object;
  }

  private JsonNode array() throws IOException {
    countContainer();
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value());
    }
    return array;
  }

  private void countContainer() throws IOException {
    if (++containers > MAX_CONTAINERS) {
      throw broken("An item must not hold more than " + MAX_CONTAINERS + " objects and arrays");
    }
  }

  private JsonNode counted(JsonNode value) throws IOException {
    if (++values > MAX_VALUES) {
      throw broken("An item must not hold more than " + MAX_VALUES + " values");
    }
    return value;
  }

  private JsonParseException broken(String rule) {
    return new JsonParseException(parser, rule);
  }

  /** What is wrong and where, without the source text. */
  static String reason(JsonProcessingException e) {
    var at = e.getLocation();
    return at == null
        ? e.getOriginalMessage()
        : "%s (line %d, column %d)"
            .formatted(e.getOriginalMessage(), at.getLineNr(), at.getColumnNr());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
