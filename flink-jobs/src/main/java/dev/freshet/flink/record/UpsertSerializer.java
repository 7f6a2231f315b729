package dev.freshet.flink.record;

import dev.freshet.schemas.serde.TrustedRecords;
import dev.freshet.schemas.topic.AppliedUpTo;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes an {@link Upsert}: its key, its trace, the events that it has, whether there is a value,
 * the value.
 */
final class UpsertSerializer<V> extends ImmutableSerializer<Upsert<V>> {
  private static final long serialVersionUID = 1L;
  private static final int UNSAID = -1;

  static {
    TrustedRecords.trust();
  }

  private final TypeSerializer<V> values;

  UpsertSerializer(TypeSerializer<V> values) {
    this.values = values;
  }

  @Override
  public TypeSerializer<Upsert<V>> duplicate() {
    return new UpsertSerializer<>(values.duplicate());
  }

  @Override
  public void serialize(Upsert<V> upsert, DataOutputView target) throws IOException {
    StringValue.writeString(upsert.key(), target);
    StringValue.writeString(upsert.trace(), target);
    AppliedUpTo applied = upsert.applied();
    target.writeInt(applied == null ? UNSAID : applied.partition());
    if (applied != null) {
      target.writeLong(applied.offset());
    }
    target.writeBoolean(upsert.value() != null);
    if (upsert.value() != null) {
      values.serialize(upsert.value(), target);
    }
  }

  @Override
  public Upsert<V> deserialize(DataInputView source) throws IOException {
    String key = StringValue.readString(source);
    String trace = StringValue.readString(source);
    int partition = source.readInt();
    AppliedUpTo applied =
        partition == UNSAID ? null : new AppliedUpTo(partition, source.readLong());
    V value = source.readBoolean() ? values.deserialize(source) : null;
    return new Upsert<>(key, value, trace, applied);
  }

  @Override
  public boolean equals(@Nullable Object obj) {
    return obj instanceof UpsertSerializer<?> other && values.equals(other.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<Upsert<V>> snapshotConfiguration() {
    return new Snapshot<>(this);
  }

  /** The format: this class, and the serializer of the values. */
  public static final class Snapshot<V>
      extends CompositeTypeSerializerSnapshot<Upsert<V>, UpsertSerializer<V>> {

    /** For Flink, which reads the snapshot back. */
    public Snapshot() {}

    Snapshot(UpsertSerializer<V> serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return 1;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(UpsertSerializer<V> outer) {
      return new TypeSerializer<?>[] {outer.values};
    }

    @Override
    @SuppressWarnings("unchecked") // the one nested serializer is that of the values
    protected UpsertSerializer<V> createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new UpsertSerializer<>((TypeSerializer<V>) nested[0]);
    }
  }
}
