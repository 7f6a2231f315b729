package dev.freshet.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.UserState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

  private static final AvroSerde<EmbeddingRow> ROWS = AvroSerde.of(EmbeddingRow.class);

  @Test
  void writesMagicFingerprintAndBody() {
    var row = new EmbeddingRow("g", "t", "i", 1L, FloatBytes.of(new float[] {1f}));

    byte[] bytes = ROWS.encode(row);

    // c301, the fingerprint of EmbeddingRow-1 with its least significant byte first, then
    // one-letter
    // strings (length 1 as zigzag 02), step 1 (02), four bytes (08) of 1.0f
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("c301" + "d9f14ce0a3767ce5" + "0267" + "0274" + "0269" + "02" + "080000803f");
  }

  @Test
  void keepsANullValueNull() {
    assertThat(ROWS.serializer().serialize("embedding-rows", null)).isNull();
    assertThat(ROWS.deserializer().deserialize("embedding-rows", null)).isNull();
  }

  @Test
  void refusesBytesWithoutTheMagic() {
    byte[] json = "{\"user\":\"alice\"}".getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> ROWS.decode(json))
        .withMessage(
            "cannot decode dev.freshet.schemas.feature.EmbeddingRow: 16 bytes without the header of"
                + " a single Avro object");
  }

  @Test
  void refusesASchemaThatWasNeverReleased() {
    byte[] bytes = {(byte) 0xc3, 1, 8, 7, 6, 5, 4, 3, 2, 1};

    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> ROWS.decode(bytes))
        .withMessage(
            "cannot decode dev.freshet.schemas.feature.EmbeddingRow: no released version has the"
                + " fingerprint 0102030405060708");
  }

  @Test
  void refusesARecordOfAnotherTopic() {
    byte[] event = AvroSerde.of(FeedbackEvent.class).encode(like());

    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> ROWS.decode(event))
        .withMessageContaining("no released version has the fingerprint");
  }

  @Test
  void refusesToWriteARecordWithoutARequiredField() {
    FeedbackEvent event = like();
    event.put("user", null);

    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> AvroSerde.of(FeedbackEvent.class).encode(event))
        .withMessageStartingWith("cannot encode dev.freshet.schemas.event.FeedbackEvent")
        .withMessageContaining("user");
  }

  @Test
  void readsAnOlderVersionWithDefaultsForWhatItDidNotHave() throws IOException {
    Schema older = without(FeedbackEvent.getClassSchema(), "history", "device");
    AvroSerde<FeedbackEvent> serde = AvroSerde.of(FeedbackEvent.class, List.of(older));

    FeedbackEvent read = serde.decode(encoded(older, likeIn(older)));

    assertThat(read).isEqualTo(like());
    assertThat(read.getDevice()).isEqualTo("unknown");
    assertThat(read.getHistory()).isEmpty();
  }

  @Test
  void readsANewerVersionWithoutWhatItDoesNotKnow() throws IOException {
    Schema newer =
        new Schema.Parser()
            .parse(
                FeedbackEvent.getClassSchema()
                    .toString()
                    .replaceFirst(
                        "\"fields\":\\[",
                        "\"fields\":[{\"name\":\"mood\",\"type\":\"string\",\"default\":\"\"},")
                    .replace("\"REPORT\"", "\"REPORT\",\"APPLAUSE\""));
    AvroSerde<FeedbackEvent> serde = AvroSerde.of(FeedbackEvent.class, List.of(newer));
    GenericRecord applause = likeIn(newer);
    applause.put("mood", "merry");
    applause.put("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "APPLAUSE"));

    FeedbackEvent read = serde.decode(encoded(newer, applause));

    assertThat(read.getKind()).isEqualTo(EventKind.UNKNOWN);
    assertThat(read.getUser()).isEqualTo("alice");
  }

  @Test
  void readsAndWritesOnManyThreadsAtOnce() throws Exception {
    AvroSerde<EmbeddingRow> serde = AvroSerde.of(EmbeddingRow.class);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      String id = "row-" + thread;
      tasks.add(
          () -> {
            for (long step = 0; step < 500; step++) {
              var row = new EmbeddingRow("g", "t", id, step, FloatBytes.of(new float[] {step}));
              if (!serde.decode(serde.encode(row)).equals(row)) {
                return false;
              }
            }
            return true;
          });
    }

    List<Future<Boolean>> done;
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      done = threads.invokeAll(tasks);
    }

    assertThat(done).allMatch(Future::resultNow);
  }

  @Test
  void refusesAStringLongerThanItsRecord() {
    refusesLength(AvroSerde.of(FeedbackEvent.class), "", "Attempted to read 2147483639 bytes");
  }

  @Test
  void refusesBytesLongerThanTheirRecord() {
    // generation, table and id of one letter each and step 1 come before the vector
    refusesLength(ROWS, "0267" + "0274" + "0269" + "02", "Attempted to read 2147483639 bytes");
  }

  @Test
  void refusesAnArrayLongerThanItsRecord() {
    // user of one letter, version 1, one event and asOf 1 come before the positives
    refusesLength(AvroSerde.of(UserState.class), "0261" + "02" + "02" + "02", "2147483639");
  }

  @Test
  void refusesAMapLongerThanItsRecord() {
    // video, title, author, no tags, three nulls, three times 1, before the media
    refusesLength(
        AvroSerde.of(Video.class),
        "0261" + "0261" + "0261" + "00" + "000000" + "020202",
        "EOFException");
  }

  /** Checks a body that goes on with the greatest length Java can allocate, on any heap. */
  private static void refusesLength(AvroSerde<?> serde, String body, String reason) {
    byte[] fields = HexFormat.of().parseHex(body + "eeffffff0f");
    byte[] bytes =
        ByteBuffer.allocate(10 + fields.length).put(header(serde.schema())).put(fields).array();

    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> serde.decode(bytes))
        .withMessageContaining(reason);
  }

  private static byte[] header(Schema schema) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xc3)
        .put((byte) 1)
        .putLong(SchemaNormalization.parsingFingerprint64(schema))
        .array();
  }

  private static FeedbackEvent like() {
    return FeedbackEvent.newBuilder()
        .setEventId("e1")
        .setUser("alice")
        .setVideo("cat")
        .setKind(EventKind.LIKE)
        .setOccurredAt(Instant.ofEpochMilli(5))
        .build();
  }

  private static GenericRecord likeIn(Schema schema) {
    return new GenericRecordBuilder(schema)
        .set("eventId", "e1")
        .set("user", "alice")
        .set("video", "cat")
        .set("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "LIKE"))
        .set("occurredAt", 5L)
        .build();
  }

  private static Schema without(Schema schema, String... names) {
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(field -> !List.of(names).contains(field.name()))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static byte[] encoded(Schema schema, GenericRecord record) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(header(schema));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
