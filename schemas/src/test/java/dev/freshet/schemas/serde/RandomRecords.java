package dev.freshet.schemas.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Any record that a schema allows, small enough to make thousands of them; without NaN, which is
 * not equal to itself.
 */
final class RandomRecords {

  private static final String[] STRINGS = {"", "a", "user-1", "ü", "视频", "😀", "a\nb", "\u0000"};
  private static final long[] LONGS = {
    0, 1, -1, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE
  };
  private static final double[] NUMBERS = {
    0, -0.0, 1.5, Float.MIN_VALUE, Float.MAX_VALUE, Double.NEGATIVE_INFINITY
  };

  private final Random random;

  RandomRecords(Random random) {
    this.random = random;
  }

  /** A record of the generated class of {@code schema}. */
  SpecificRecordBase record(Schema schema) {
    SpecificData data = SpecificData.get();
    var record = (SpecificRecordBase) data.newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), value(field.schema()));
    }
    return record;
  }

  private Object value(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM ->
          SpecificData.get()
              .createEnum(
                  schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())),
                  schema);
      case ARRAY -> values(schema.getElementType());
      case MAP -> map(schema.getValueType());
      case UNION -> union(schema.getTypes());
      case STRING -> STRINGS[random.nextInt(STRINGS.length)];
      case BYTES -> bytes();
      case INT -> random.nextInt();
      case LONG -> number(schema);
      case FLOAT -> (float) NUMBERS[random.nextInt(NUMBERS.length)];
      case DOUBLE -> NUMBERS[random.nextInt(NUMBERS.length)];
      case BOOLEAN -> random.nextBoolean();
      case FIXED, NULL -> throw new IllegalArgumentException("no record has one: " + schema);
    };
  }

  private Object number(Schema schema) {
    long value = LONGS[random.nextInt(LONGS.length)];
    return schema.getLogicalType() == null ? (Object) value : Instant.ofEpochMilli(value);
  }

  private List<Object> values(Schema element) {
    List<Object> values = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      values.add(value(element));
    }
    return values;
  }

  private Map<String, Object> map(Schema element) {
    Map<String, Object> map = new HashMap<>();
    for (Object each : values(element)) {
      map.put("key-" + map.size(), each);
    }
    return map;
  }

  @SuppressWarnings("NullAway") // null is a value of these records
  private Object union(List<Schema> branches) {
    Schema branch = branches.get(random.nextInt(branches.size()));
    return branch.getType() == Schema.Type.NULL ? null : value(branch);
  }

  private ByteBuffer bytes() {
    byte[] bytes = new byte[random.nextInt(16)];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
