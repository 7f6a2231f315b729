package dev.freshet.serving.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.freshet.schemas.validation.Bounds;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read strictly: every accessor names the field it refuses. */
public final class Fields {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration AHEAD = Duration.ofHours(1);

  private static final Pattern EPOCH_MILLIS = Pattern.compile("-?[0-9]{1,18}");

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** The fields of an object whose names have been checked. */
  static Fields of(JsonNode object) {
    return new Fields(object);
  }

  /**
   * The fields of {@code node}.
   *
   * @param known every field that may occur
   * @throws InvalidField if the node is no object or has a field that is not known
   */
  static Fields of(JsonNode node, Set<String> known) throws InvalidField {
    if (!node.isObject()) {
      throw new InvalidField("item", "must be an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidField(name, "is not a known field");
      }
    }
    return new Fields(node);
  }

  /** A required id. */
  public String id(String field) throws InvalidField {
    return Texts.id(field, requiredText(field, Texts.MAX_ID));
  }

  /** An optional id; null where it is missing. */
  public @Nullable String optionalId(String field) throws InvalidField {
    String value = text(field, Texts.MAX_ID);
    return value == null ? null : Texts.id(field, value);
  }

  /** A required text. */
  public String requiredText(String field, int maxLength) throws InvalidField {
    String value = text(field, maxLength);
    if (value == null) {
      throw new InvalidField(field, "is required");
    }
    return value;
  }

  /** An optional text; null where it is missing. */
  public @Nullable String text(String field, int maxLength) throws InvalidField {
    JsonNode node = present(field);
    return node == null ? null : text(field, node, maxLength);
  }

  /** An optional whole number in {@code [min, max]}; null where it is missing. */
  public @Nullable Long number(String field, long min, long max) throws InvalidField {
    JsonNode node = present(field);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()) {
      throw new InvalidField(field, "must be a whole number");
    }
    if (!node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
      throw new InvalidField(field, "must be between " + min + " and " + max);
    }
    return node.longValue();
  }

  /** An optional truth value; {@code missing} where it is missing. */
  public boolean flag(String field, boolean missing) throws InvalidField {
    JsonNode node = present(field);
    if (node == null) {
      return missing;
    }
    if (!node.isBoolean()) {
      throw new InvalidField(field, "must be true or false");
    }
    return node.booleanValue();
  }

  /**
   * An optional instant, as ISO-8601 text or epoch milliseconds, from 2000 to an hour from now;
   * null where it is missing.
   */
  public @Nullable Instant instant(String field, Instant now) throws InvalidField {
    JsonNode node = present(field);
    return node == null ? null : notAhead(field, parsed(field, node), now);
  }

  /** The instant that a parameter says; as {@link #instant(String, Instant)}. */
  public static Instant instant(String parameter, String text, Instant now) throws InvalidField {
    JsonNode node =
        EPOCH_MILLIS.matcher(text).matches()
            ? LongNode.valueOf(Long.parseLong(text))
            : TextNode.valueOf(text);
    return notAhead(parameter, parsed(parameter, node), now);
  }

  /** An optional instant that may be planned, from 2000 to 2200; null where it is missing. */
  public @Nullable Instant plannedInstant(String field) throws InvalidField {
    JsonNode node = present(field);
    Instant instant = node == null ? null : parsed(field, node);
    if (instant != null && instant.isAfter(Bounds.LAST)) {
      throw new InvalidField(field, "must not be after 2200");
    }
    return instant;
  }

  private static Instant parsed(String field, JsonNode node) throws InvalidField {
    Instant instant;
    try {
      if (node.isTextual()) {
        instant = OffsetDateTime.parse(node.textValue()).toInstant();
      } else if (node.isIntegralNumber() && node.canConvertToLong()) {
        instant = Instant.ofEpochMilli(node.longValue());
      } else {
        throw new InvalidField(field, "must be an ISO-8601 text or epoch milliseconds");
      }
    } catch (DateTimeException e) {
      throw new InvalidField(field, "must be a time with offset, such as 2026-01-31T12:00:00Z");
    }
    if (instant.isBefore(EARLIEST)) {
      throw new InvalidField(field, "must not be before 2000");
    }
    return instant;
  }

  private static Instant notAhead(String field, Instant instant, Instant now) throws InvalidField {
    if (instant.isAfter(now.plus(AHEAD))) {
      throw new InvalidField(field, "must not be more than an hour in the future");
    }
    return instant;
  }

  /** An optional list of ids; empty where it is missing. */
  public List<String> ids(String field, int maxItems) throws InvalidField {
    List<String> ids = texts(field, maxItems, Texts.MAX_ID);
    for (String id : ids) {
      Texts.id(field, id);
    }
    return ids;
  }

  /** An optional list of texts; empty where it is missing. */
  public List<String> texts(String field, int maxItems, int maxLength) throws InvalidField {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(field, maxItems)) {
      texts.add(text(field, node, maxLength));
    }
    return texts;
  }

  /** An optional list of objects; empty where it is missing. */
  public <T> List<T> objects(String field, int maxItems, ItemReader<T> reader) throws InvalidField {
    List<T> items = new ArrayList<>();
    int index = 0;
    for (JsonNode node : array(field, maxItems)) {
      String path = field + "[" + index++ + "]";
      try {
        items.add(reader.read(of(node, reader.known())));
      } catch (InvalidField e) {
        throw new InvalidField(path + "." + e.field(), e.rule());
      }
    }
    return items;
  }

  /** An optional map of texts; empty where it is missing. */
  public Map<String, String> textMap(String field, int maxItems, int maxLength)
      throws InvalidField {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(field, maxItems)) {
      map.put(entry.getKey(), text(field + "." + entry.getKey(), entry.getValue(), maxLength));
    }
    return map;
  }

  /** An optional map of vectors; empty where it is missing. */
  public Map<String, List<Float>> vectorMap(String field, int maxItems, int maxComponents)
      throws InvalidField {
    Map<String, List<Float>> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries(field, maxItems)) {
      String path = field + "." + entry.getKey();
      JsonNode array = entry.getValue();
      if (!array.isArray() || array.size() > maxComponents) {
        throw new InvalidField(path, "must be a list of at most " + maxComponents + " numbers");
      }
      List<Float> vector = new ArrayList<>(array.size());
      for (JsonNode component : array) {
        if (!component.isNumber() || !Float.isFinite(component.floatValue())) {
          throw new InvalidField(path, "must hold finite numbers only");
        }
        vector.add(component.floatValue());
      }
      map.put(entry.getKey(), vector);
    }
    return map;
  }

  private List<Map.Entry<String, JsonNode>> entries(String field, int maxItems)
      throws InvalidField {
    JsonNode node = present(field);
    if (node == null) {
      return List.of();
    }
    if (!node.isObject() || node.size() > maxItems) {
      throw new InvalidField(field, "must be an object of at most " + maxItems + " entries");
    }
    List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(node.properties());
    for (Map.Entry<String, JsonNode> entry : entries) {
      Texts.id(field, entry.getKey());
    }
    return entries;
  }

  private Iterable<JsonNode> array(String field, int maxItems) throws InvalidField {
    JsonNode node = present(field);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > maxItems) {
      throw new InvalidField(field, "must be a list of at most " + maxItems + " entries");
    }
    return node;
  }

  private static String text(String field, JsonNode node, int maxLength) throws InvalidField {
    if (!node.isTextual()) {
      throw new InvalidField(field, "must be a text");
    }
    Texts.checkText(field, node.textValue(), maxLength);
    return node.textValue();
  }

  private @Nullable JsonNode present(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }
}
