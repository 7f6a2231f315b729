package dev.freshet.flink.record;

import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.WatermarkMark;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Received} with the bytes it came in: nothing is encoded again on the way to
 * another task, and the dead letters keep the original.
 */
final class ReceivedSerializer<V extends SpecificRecordBase>
    extends ImmutableSerializer<Received<V>> {
  private static final long serialVersionUID = 1L;
  private static final int ABSENT = -1;

  private final Class<V> type;
  private transient @Nullable AvroSerde<V> serde;

  ReceivedSerializer(Class<V> type) {
    this.type = type;
  }

  @Override
  public TypeSerializer<Received<V>> duplicate() {
    return this; // the serde is thread-safe
  }

  @Override
  public void serialize(Received<V> record, DataOutputView target) throws IOException {
    StringValue.writeString(record.topic(), target);
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.arrivedAt());
    writeBytes(record.key(), target);
    writeBytes(record.bytes(), target);
    WatermarkMark mark = record.mark();
    target.writeInt(mark == null ? 0 : mark.writers());
    if (mark != null) {
      target.writeInt(mark.writer());
      target.writeLong(mark.upTo());
    }
    StringValue.writeString(record.problem(), target);
    StringValue.writeString(record.trace(), target);
  }

  @Override
  public Received<V> deserialize(DataInputView source) throws IOException {
    String topic = StringValue.readString(source);
    int partition = source.readInt();
    long offset = source.readLong();
    long arrivedAt = source.readLong();
    byte[] key = readBytes(source);
    byte[] bytes = readBytes(source);
    int writers = source.readInt();
    WatermarkMark mark = null;
    if (writers > 0) {
      int writer = source.readInt();
      mark = new WatermarkMark(source.readLong(), writer, writers);
    }
    String problem = StringValue.readString(source);
    String trace = StringValue.readString(source);
    V value = bytes == null || problem != null ? null : serde().decode(bytes);
    return new Received<>(
        topic, partition, offset, arrivedAt, key, bytes, value, mark, problem, trace);
  }

  private AvroSerde<V> serde() {
    if (serde == null) {
      serde = AvroSerde.of(type);
    }
    return serde;
  }

  private static void writeBytes(byte @Nullable [] bytes, DataOutputView target)
      throws IOException {
    target.writeInt(bytes == null ? ABSENT : bytes.length);
    if (bytes != null) {
      target.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    if (length == ABSENT) {
      return null;
    }
    byte[] bytes = new byte[length];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object obj) {
    return obj instanceof ReceivedSerializer<?> other && type.equals(other.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<Received<V>> snapshotConfiguration() {
    return new Snapshot<>(type);
  }

  /** The format: this class, and the type of the values. */
  public static final class Snapshot<V extends SpecificRecordBase>
      implements TypeSerializerSnapshot<Received<V>> {

    private @Nullable Class<V> type;

    /** For Flink, which reads the snapshot back. */
    public Snapshot() {}

    Snapshot(Class<V> type) {
      this.type = type;
    }

    @Override
    public int getCurrentVersion() {
      return 1;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(required().getName());
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
      type = InstantiationUtil.resolveClassByName(in, loader);
    }

    @Override
    public TypeSerializer<Received<V>> restoreSerializer() {
      return new ReceivedSerializer<>(required());
    }

    @Override
    public TypeSerializerSchemaCompatibility<Received<V>> resolveSchemaCompatibility(
        TypeSerializerSnapshot<Received<V>> old) {
      return old instanceof Snapshot<V> other && required().equals(other.type)
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }

    private Class<V> required() {
      if (type == null) {
        throw new IllegalStateException("the snapshot has not been read");
      }
      return type;
    }
  }
}
