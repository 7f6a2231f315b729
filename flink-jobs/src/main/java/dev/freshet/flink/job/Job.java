package dev.freshet.flink.job;

import dev.freshet.flink.Arguments;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Settings;
import dev.freshet.flink.kafka.KafkaConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job, as those see it that run it.
 *
 * @param name as in its checkpoints' folder and its consumer group
 * @param graph what it does
 */
public record Job(String name, Graph graph) {

  /** The steps of a job, from Kafka to Kafka. */
  @FunctionalInterface
  public interface Graph {
    /** Adds the steps to the environment. */
    void define(StreamExecutionEnvironment env, Settings settings);
  }

  /**
   * Runs it on a Flink cluster, whose own configuration fills in what we leave open.
   *
   * @param args see {@link Arguments}
   * @throws Exception what Flink throws
   */
  public void run(String... args) throws Exception {
    Settings settings = Arguments.of(args).settings();
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, name));
    graph.define(env, settings);
    settings.rejectUnread();
    KafkaConfig.from(settings).createTopics();
    env.execute(name);
  }
}
