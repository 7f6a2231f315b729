package dev.freshet.local.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @TempDir Path dir;

  @Test
  void keepsItsRecordsOverARestartOnAnotherPort() throws Exception {
    int first;
    try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir)) {
      first = broker.port();
      write(broker.bootstrapServers(), "watches", "alice", "cat");
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir)) {

      assertThat(broker.port()).isNotEqualTo(first);
      assertThat(read(broker.bootstrapServers(), "watches")).containsExactly("cat");
    }
  }

  @Test
  void namesThePortThatIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      assertThatThrownBy(() -> EmbeddedBroker.start(taken.getLocalPort(), dir))
          .hasMessage("port " + taken.getLocalPort() + " on 127.0.0.1 is in use");
    }
  }

  private static void write(String bootstrap, String topic, String key, String value)
      throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (Admin admin = Admin.create(config);
        var producer =
            new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  private static List<String> read(String bootstrap, String topic) {
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      return consumer.poll(Duration.ofMinutes(5)).records(partition).stream()
          .map(record -> record.value())
          .toList();
    }
  }
}
