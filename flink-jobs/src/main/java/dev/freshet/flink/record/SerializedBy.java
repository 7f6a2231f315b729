package dev.freshet.flink.record;

import static java.util.Objects.requireNonNull;

import dev.freshet.schemas.serde.TrustedRecords;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Type information of a type whose serializer is known, so that Flink never looks for one and never
 * falls back to Kryo.
 *
 * <p>Flink's own {@code AvroTypeInfo} wants generated records to have setters; ours are immutable.
 */
public final class SerializedBy<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  static {
    TrustedRecords.trust();
  }

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  private SerializedBy(Class<T> type, TypeSerializer<T> serializer) {
    this.type = requireNonNull(type, "type");
    this.serializer = requireNonNull(serializer, "serializer");
  }

  /** A generated Avro record. */
  public static <T extends SpecificRecordBase> TypeInformation<T> avro(Class<T> type) {
    return new SerializedBy<>(type, new AvroSerializer<>(type));
  }

  /** Records of a topic whose values are {@code type}. */
  @SuppressWarnings("unchecked") // a class literal cannot say its type arguments
  public static <V extends SpecificRecordBase> TypeInformation<Received<V>> received(
      Class<V> type) {
    return new SerializedBy<>(
        (Class<Received<V>>) (Class<?>) Received.class, new ReceivedSerializer<>(type));
  }

  /** Upserts whose values are {@code type}. */
  @SuppressWarnings("unchecked") // a class literal cannot say its type arguments
  public static <V extends SpecificRecordBase> TypeInformation<Upsert<V>> upsert(Class<V> type) {
    return new SerializedBy<>(
        (Class<Upsert<V>>) (Class<?>) Upsert.class,
        new UpsertSerializer<>(new AvroSerializer<>(type)));
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean canEqual(Object obj) {
    return obj instanceof SerializedBy;
  }

  @Override
  public boolean equals(@Nullable Object obj) {
    return obj instanceof SerializedBy<?> other
        && type.equals(other.type)
        && serializer.equals(other.serializer);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + serializer.hashCode();
  }

  @Override
  public String toString() {
    return type.getSimpleName() + " by " + serializer.getClass().getSimpleName();
  }
}
