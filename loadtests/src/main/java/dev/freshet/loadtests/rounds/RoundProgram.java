package dev.freshet.loadtests.rounds;

import dev.freshet.loadtests.topic.BrokerOptions;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins a training round of a running system. */
@Command(
    name = "round",
    description = "Begins a training round, or the next one while one runs.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RoundProgram implements Callable<Integer> {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Parameters(paramLabel = "NAME", description = "The job that trains, such as fusion-training.")
  private String round = "";

  @Option(names = "--force", description = "Release the model even if the serving one is better.")
  private boolean force;

  /** For picocli. */
  public RoundProgram() {}

  @Override
  public Integer call() throws InterruptedException {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            broker.clients().config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new RoundRequest(round, force).at(now)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking for a round: " + e.getCause(), e);
    }
    System.out.println("Asked for a round of " + round + ".");
    return 0;
  }
}
