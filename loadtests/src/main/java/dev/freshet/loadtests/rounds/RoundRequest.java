package dev.freshet.loadtests.rounds;

import dev.freshet.schemas.event.RoundCommand;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Asks for a training round.
 *
 * @param round name of the job that trains
 * @param force whether it releases its model even if the serving release is better
 */
public record RoundRequest(String round, boolean force) {

  /** The command as a record of its topic. */
  public ProducerRecord<byte[], byte[]> at(Instant now) {
    String topic = Topics.ROUND_COMMANDS.name();
    byte[] value =
        Topics.ROUND_COMMANDS
            .valueSerde()
            .serializer()
            .serialize(topic, new RoundCommand(round, now, force));
    return new ProducerRecord<>(topic, round.getBytes(StandardCharsets.UTF_8), value);
  }
}
