package dev.freshet.flink.features;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FeaturesJobIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();
  @RegisterExtension static final MiniClusterExtension FLINK = new MiniClusterExtension();

  @TempDir private Path dir;

  @Test
  void goesOnAfterARecordThatNobodyCanRead() throws Exception {
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    Instant now = Instant.now();
    JobClient job = start();

    KAFKA.sendRaw(new ProducerRecord<>("feedback-events", 0, null, poison));
    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.like("ann", "v1", now));
    KAFKA.send(Topics.FEEDBACK_EVENTS, "eve", TestEvents.like("", "v1", now));

    await()
        .untilAsserted(
            () ->
                assertThat(KAFKA.awaitRecords(Topics.USER_STATES, 1))
                    .extracting(ConsumerRecord::key)
                    .contains("ann")
                    .doesNotContain("eve", ""));
    assertThat(KAFKA.awaitRaw("feedback-events.dlq", 2))
        .anySatisfy(
            letter -> {
              assertThat(letter.value()).isEqualTo(poison);
              assertThat(text(letter.headers().lastHeader(DeadLetter.SOURCE_HEADER).value()))
                  .isEqualTo("feedback-events/0/0");
            })
        .anySatisfy(
            letter ->
                assertThat(text(letter.headers().lastHeader(DeadLetter.REASON_HEADER).value()))
                    .isEqualTo("user must not be blank"));
    job.cancel().get();
  }

  @Test
  void handsTheTraceOfAnEventOnToTheState() throws Exception {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    JobClient job = start();

    KAFKA.sendRaw(
        new ProducerRecord<>(
            "feedback-events",
            null,
            "tom".getBytes(StandardCharsets.UTF_8),
            Topics.FEEDBACK_EVENTS
                .valueSerde()
                .serializer()
                .serialize("feedback-events", TestEvents.like("tom", "v1", Instant.now())),
            List.of(
                new RecordHeader("traceparent", traceparent.getBytes(StandardCharsets.UTF_8)))));

    await()
        .untilAsserted(
            () ->
                assertThat(KAFKA.awaitRaw("user-states", 1))
                    .filteredOn(record -> record.headers().lastHeader("traceparent") != null)
                    .singleElement()
                    .satisfies(
                        record ->
                            assertThat(text(record.headers().lastHeader("traceparent").value()))
                                .isEqualTo(traceparent)));
    job.cancel().get();
  }

  @Test
  void takesTheLengthFromTheCatalogueWhereTheEventLeavesItOut() throws Exception {
    Instant now = Instant.now();
    JobClient job = start();

    KAFKA.send(
        Topics.FEEDBACK_EVENTS,
        "may",
        TestEvents.of(EventKind.WATCH, "may", "short", now).setWatchedMillis(8_000L).build());
    KAFKA.send(
        Topics.VIDEOS,
        "short",
        Video.newBuilder(TestEvents.video("short", "anna")).setLengthMillis(8_000).build());
    KAFKA.send(
        Topics.FEEDBACK_EVENTS,
        "may",
        TestEvents.of(EventKind.WATCH, "may", "short", now.plusMillis(1))
            .setWatchedMillis(8_000L)
            .build());

    await()
        .untilAsserted(
            () ->
                assertThat(KAFKA.awaitRecords(Topics.USER_STATES, 1))
                    .filteredOn(state -> state.key().equals("may"))
                    .last()
                    .satisfies(state -> assertThat(state.value().getPositives()).hasSize(1)));
    job.cancel().get();
  }

  private JobClient start() throws Exception {
    Settings settings =
        new Settings(
            Profile.LIVE,
            Map.of(
                "freshet.kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "execution.checkpointing.dir",
                dir.toUri().toString()));
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, FeaturesJob.NAME));
    FeaturesJob.define(env, settings);
    return env.executeAsync();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
