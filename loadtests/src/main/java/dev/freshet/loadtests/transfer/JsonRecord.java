package dev.freshet.loadtests.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Records as objects of JSON, with the field names of their schema. */
final class JsonRecord {

  private JsonRecord() {}

  /** Times become text in ISO 8601; fields without a value are left out. */
  static Map<String, Object> of(IndexedRecord record) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = value(record.get(field.pos()));
      if (value != null) {
        object.put(field.name(), value);
      }
    }
    return object;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case IndexedRecord record -> of(record);
      case Instant time -> time.toString();
      case Enum<?> constant -> constant.name();
      case List<?> list -> {
        List<@Nullable Object> values = new ArrayList<>();
        list.forEach(entry -> values.add(value(entry)));
        yield values;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, entry) -> values.put(key.toString(), value(entry)));
        yield values;
      }
      case Number number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }
}
