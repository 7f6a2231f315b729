package dev.freshet.flink.rounds;

import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.RoundCommand;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.awaitility.Awaitility;

/** The operator of a round, with the time of a clock that the test turns. */
public final class RoundHarness
    extends KeyedOneInputStreamOperatorTestHarness<String, RoundInput, Upsert<ModelRelease>> {

  /** Event time of the first record. */
  static final Instant START = Instant.parse("2026-01-02T10:00:00Z");

  private static final Duration GENEROUS = Duration.ofSeconds(60);

  private int views;

  private RoundHarness(Round<?> round) throws Exception {
    super(new RoundOperator<>(round), record -> RoundOperator.SHARD, Types.STRING);
    setup(
        SerializedBy.upsert(ModelRelease.class)
            .createSerializer(getExecutionConfig().getSerializerConfig()));
  }

  public static RoundHarness of(Round<?> round) throws Exception {
    RoundHarness harness = new RoundHarness(round);
    harness.setProcessingTime(START.toEpochMilli());
    harness.open();
    return harness;
  }

  public static RoundHarness of(Round<?> round, OperatorSubtaskState restored) throws Exception {
    RoundHarness harness = new RoundHarness(round);
    harness.setProcessingTime(START.toEpochMilli());
    harness.initializeState(restored);
    harness.open();
    return harness;
  }

  /** A long view of each of these videos, each by a user of its own. */
  void views(String... videos) throws Exception {
    for (String video : videos) {
      viewOf("u" + views, video);
    }
  }

  void viewOf(String user, String video) throws Exception {
    TrainingExample example = example(user, video);
    put("training-examples", user, example, example.getLabelledAt());
  }

  /** The user is erased. */
  public void erase(String user) throws Exception {
    processElement(
        new StreamRecord<>(
            new RoundInput("training-examples", user, null, user, START.toEpochMilli())));
  }

  /** The record of a key is removed. */
  void remove(String slice, String key) throws Exception {
    processElement(
        new StreamRecord<>(new RoundInput(slice, key, null, null, START.toEpochMilli())));
  }

  void video(String video, String title, Instant updatedAt) throws Exception {
    Video value =
        Video.newBuilder(TestEvents.video(video, "author"))
            .setTitle(title)
            .setUpdatedAt(updatedAt)
            .build();
    put("videos", video, value, updatedAt);
  }

  void command(boolean force, Instant at) throws Exception {
    put("round-commands", "count-job", new RoundCommand("count-job", at, force), at);
  }

  void serving(ModelRelease release) throws Exception {
    put("serving-releases", CountRound.MODEL, release, START);
  }

  /** A record of a slice. */
  public <V extends SpecificRecordBase> void put(String slice, String key, V value, Instant at)
      throws Exception {
    @SuppressWarnings("unchecked") // the class of a V
    byte[] bytes = AvroSerde.of((Class<V>) value.getClass()).encode(value);
    processElement(new StreamRecord<>(new RoundInput(slice, key, bytes, null, at.toEpochMilli())));
  }

  /** A view, each a second after the one before. */
  private TrainingExample example(String user, String video) {
    int number = views++;
    return TrainingExample.newBuilder()
        .setExampleId("e" + number)
        .setUser(user)
        .setVideo(video)
        .setSurface("main")
        .setShownAt(START.plusSeconds(number))
        .setLabelledAt(START.plusSeconds(number))
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(true)
        .setLiked(false)
        .build();
  }

  /** Waits until so many rounds have begun since the last reset, and ended. */
  void awaitEnd(int rounds) {
    RoundOperator<?> operator = (RoundOperator<?>) getOneInputOperator();
    await(() -> CountRound.begun() == rounds && !operator.isTraining());
  }

  /** Turns the clock until the operator has seen what is waited for. */
  public void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(GENEROUS)
        .until(
            () -> {
              setProcessingTime(getProcessingTime() + 1_000);
              return condition.call();
            });
  }

  /** Waits for so many releases. */
  public List<ModelRelease> awaitReleases(int count) {
    await(() -> releases().size() >= count);
    return releases();
  }

  public List<ModelRelease> releases() {
    return extractOutputValues().stream().map(Upsert::required).toList();
  }
}
