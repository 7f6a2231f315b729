package dev.freshet.flink.training;

import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The state of the training job, all of it under one key. Names, once released, never change.
 *
 * @param progress how far the job is
 * @param trainers the models' entries, as {@code model/key}
 * @param pending examples whose window is open, by id
 * @param learned ids of examples learned from, in numbered chunks
 * @param erased when users were erased, in epoch milliseconds
 * @param videos the catalogue
 * @param videoChanges changes of the catalogue that do not count yet; an empty value is a removal
 * @param fusedHalves the fused vectors of videos, as {@code generation/video}
 * @param evaluations the evaluation windows, as {@code size/model}
 */
record TrainingState(
    ValueState<TrainingProgress> progress,
    MapState<String, byte[]> trainers,
    MapState<String, TrainingExample> pending,
    MapState<Long, long[]> learned,
    MapState<String, Long> erased,
    MapState<String, Video> videos,
    MapState<String, byte[]> videoChanges,
    MapState<String, byte[]> fusedHalves,
    MapState<String, byte[]> evaluations) {

  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
  private static final TypeInformation<long[]> LONGS =
      PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;

  static TrainingState of(KeyedStateStore store, Duration timeToLive) {
    var progress =
        new ValueStateDescriptor<>("progress", SerializedBy.avro(TrainingProgress.class));
    progress.enableTimeToLive(TimeToLive.of(timeToLive));
    return new TrainingState(
        store.getState(progress),
        map(store, "trainers", Types.STRING, BYTES, timeToLive),
        map(store, "pending", Types.STRING, SerializedBy.avro(TrainingExample.class), timeToLive),
        map(store, "learned", Types.LONG, LONGS, timeToLive),
        map(store, "erased", Types.STRING, Types.LONG, timeToLive),
        map(store, "videos", Types.STRING, SerializedBy.avro(Video.class), timeToLive),
        map(store, "video-changes", Types.STRING, BYTES, timeToLive),
        map(store, "fused-vectors", Types.STRING, BYTES, timeToLive),
        map(store, "evaluations", Types.STRING, BYTES, timeToLive));
  }

  private static <K, V> MapState<K, V> map(
      KeyedStateStore store,
      String name,
      TypeInformation<K> keys,
      TypeInformation<V> values,
      Duration timeToLive) {
    var descriptor = new MapStateDescriptor<>(name, keys, values);
    descriptor.enableTimeToLive(TimeToLive.of(timeToLive));
    return store.getMapState(descriptor);
  }
}
