package dev.freshet.loadtests.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.models.data.csv.TimeColumn;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a file: an object of JSON, or a line of CSV as one whose values are texts.
 *
 * @param line the row's last line in the file, from 1
 * @param fields null where the line is no row
 * @param problem why the line is no row; null where it is one
 */
record Row(long line, @Nullable JsonNode fields, @Nullable String problem) {

  boolean has(String field) {
    return fields != null && fields.hasNonNull(field);
  }

  /**
   * A text that must be there.
   *
   * @throws IllegalArgumentException if it is missing
   */
  String text(String field) {
    String value = optionalText(field);
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  @Nullable String optionalText(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return null;
    }
    if (value.isContainerNode()) {
      throw new IllegalArgumentException(field + " must be a text");
    }
    return value.asText();
  }

  @Nullable Long optionalNumber(String field) {
    String value = optionalText(field);
    try {
      return value == null ? null : Long.valueOf(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(field + " is not a whole number: " + value, e);
    }
  }

  boolean flag(String field) {
    String value = optionalText(field);
    return switch (value == null ? "" : value.strip().toLowerCase(Locale.ROOT)) {
      case "", "false", "0" -> false;
      case "true", "1" -> true;
      default -> throw new IllegalArgumentException(field + " is neither true nor false: " + value);
    };
  }

  /** A time as a number in {@code unit} or as text in ISO 8601 with its offset. */
  Instant time(String field, TimeColumn.Unit unit) {
    String value = text(field).strip();
    if (!value.matches("[-+.\\dEe]+")) {
      try {
        return OffsetDateTime.parse(value).toInstant();
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "%s is neither a number nor a time such as 2026-04-27T10:15:30Z: %s"
                .formatted(field, value),
            e);
      }
    }
    return Instant.ofEpochMilli(new TimeColumn(field, unit).millis(value));
  }

  /** Texts of an array or, in CSV, separated by {@code |}; empty where missing. */
  List<String> texts(String field) {
    JsonNode value = value(field);
    if (value == null) {
      return List.of();
    }
    if (value.isTextual()) {
      return value.asText().isBlank() ? List.of() : List.of(value.asText().split("\\s*\\|\\s*"));
    }
    List<String> texts = new ArrayList<>();
    array(field, value).forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  /** Objects of an array; empty where missing. */
  List<Row> rows(String field) {
    JsonNode value = value(field);
    List<Row> rows = new ArrayList<>();
    if (value != null) {
      array(field, value).forEach(entry -> rows.add(new Row(line, entry, null)));
    }
    return rows;
  }

  /** An object of texts; empty where missing. */
  Map<String, String> textsByName(String field) {
    Map<String, String> texts = new HashMap<>();
    object(field).forEach((name, value) -> texts.put(name, value.asText()));
    return texts;
  }

  /** An object of vectors; empty where missing. */
  Map<String, List<Float>> vectors(String field) {
    Map<String, List<Float>> vectors = new HashMap<>();
    object(field)
        .forEach(
            (name, value) -> {
              List<Float> vector = new ArrayList<>();
              for (JsonNode component : array(field, value)) {
                if (!component.isNumber()) {
                  throw new IllegalArgumentException(field + " must hold numbers only");
                }
                vector.add(component.floatValue());
              }
              vectors.put(name, vector);
            });
    return vectors;
  }

  private Map<String, JsonNode> object(String field) {
    JsonNode value = value(field);
    Map<String, JsonNode> entries = new HashMap<>();
    if (value != null) {
      if (!value.isObject()) {
        throw new IllegalArgumentException(field + " must be an object");
      }
      value.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    }
    return entries;
  }

  private @Nullable JsonNode value(String field) {
    return fields != null && fields.hasNonNull(field) ? fields.get(field) : null;
  }

  private static JsonNode array(String field, JsonNode value) {
    if (!value.isArray()) {
      throw new IllegalArgumentException(field + " must be an array");
    }
    return value;
  }
}
