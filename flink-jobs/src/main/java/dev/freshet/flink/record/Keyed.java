package dev.freshet.flink.record;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/** Keys a stream by text without a needless exchange. */
public final class Keyed {

  private Keyed() {}

  /**
   * The stream by key. With a parallelism of one every record is already where its key lives, so
   * the steps stay in one task: nothing is serialized and no buffer waits in between.
   */
  public static <T> KeyedStream<T, String> by(DataStream<T> stream, KeySelector<T, String> key) {
    return stream.getParallelism() == 1 && stream.getExecutionEnvironment().getParallelism() == 1
        ? DataStreamUtils.reinterpretAsKeyedStream(stream, key, Types.STRING)
        : stream.keyBy(key, Types.STRING);
  }

  /** A stream that left a step keyed in the same way, with the same number of tasks. */
  public static <T> KeyedStream<T, String> still(DataStream<T> stream, KeySelector<T, String> key) {
    return DataStreamUtils.reinterpretAsKeyedStream(stream, key, Types.STRING);
  }
}
