package dev.freshet.flink.rounds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.examples.Examples;
import dev.freshet.models.EpochTrainer;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small round: counts the long views of videos that the catalogue calls good, over three epochs.
 * Its network is a line of text: the views, a bar, and a digit for each epoch that was trained,
 * those of former rounds first.
 */
record CountRound(RoundConfig config) implements Round<List<String>> {

  /** The model's name. */
  static final String MODEL = "count";

  /** Permits to train an epoch; a test that holds them back decides when a round goes on. */
  static final Semaphore EPOCHS = new Semaphore(0);

  private static final AtomicInteger BEGUN = new AtomicInteger();
  private static final Semaphore TRAINED = new Semaphore(0);

  static final Slice<TrainingExample> VIEWS =
      Examples.latest(4, example -> example.getLongView() ? example : null);
  static final Slice<Video> VIDEOS = Videos.newest(video -> video);

  /** Nothing has begun, and there are no permits. */
  static void reset() {
    EPOCHS.drainPermits();
    TRAINED.drainPermits();
    BEGUN.set(0);
  }

  /** Number of rounds that have made their examples. */
  static int begun() {
    return BEGUN.get();
  }

  /** Waits until so many epochs are trained and saved. */
  static void awaitEpochs(int count) throws InterruptedException {
    if (!TRAINED.tryAcquire(count, 60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no %d epochs".formatted(count));
    }
  }

  static CountRound of(Trigger... triggers) {
    return new CountRound(new RoundConfig(MODEL, List.of(triggers), 0, Duration.ofDays(1)));
  }

  @Override
  public List<Slice<?>> slices() {
    return List.of(VIEWS, VIDEOS);
  }

  @Override
  public Optional<List<String>> examples(FrozenSlices slices) {
    BEGUN.incrementAndGet();
    List<String> good =
        slices.of(VIDEOS).stream()
            .filter(video -> "good".equals(video.getTitle()))
            .map(Video::getVideo)
            .toList();
    if (good.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        slices.of(VIEWS).stream().map(TrainingExample::getVideo).filter(good::contains).toList());
  }

  @Override
  public EpochTrainer trainer(List<String> examples, byte[] handover) {
    if (examples.contains("broken")) {
      throw new IllegalStateException("no trainer for this");
    }
    return new Counting(examples, new String(handover, UTF_8));
  }

  @Override
  public Gate<List<String>> gate() {
    return new Gate<>() {
      @Override
      public String metric() {
        return "good";
      }

      @Override
      public double measure(ModelRelease release, List<String> examples) {
        return Double.parseDouble(text(release).split("\\|", -1)[0]);
      }
    };
  }

  static String text(ModelRelease release) {
    return UTF_8.decode(release.getNetwork().duplicate()).toString();
  }

  private static final class Counting implements EpochTrainer {
    private static final int EPOCHS_OF_A_ROUND = 3;

    private final List<String> examples;
    private String learned;
    private int epochs;
    private int counted;

    Counting(List<String> examples, String handover) {
      this.examples = examples;
      this.learned = handover;
    }

    @Override
    public double epoch() {
      try {
        EPOCHS.acquire();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      learned += examples.size();
      epochs++;
      return examples.size();
    }

    @Override
    public boolean done() {
      TRAINED.release(epochs - counted); // what is asked for now is saved
      counted = epochs;
      return epochs == EPOCHS_OF_A_ROUND;
    }

    @Override
    public byte[] save() {
      return (epochs + ":" + learned).getBytes(UTF_8);
    }

    @Override
    public void restore(byte[] saved) {
      String[] parts = new String(saved, UTF_8).split(":", -1);
      epochs = Integer.parseInt(parts[0]);
      counted = epochs;
      learned = parts[1];
    }

    @Override
    public byte[] handover() {
      return learned.getBytes(UTF_8);
    }

    @Override
    public ModelRelease release(String generation) {
      return CountRound.release(generation, examples.size() + "|" + learned);
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** A release whose network is this text. */
  static ModelRelease release(String generation, String network) {
    return ModelRelease.newBuilder()
        .setModel(MODEL)
        .setGeneration(generation)
        .setStep(0)
        .setLearnedUpTo(Instant.EPOCH)
        .setNetwork(ByteBuffer.wrap(network.getBytes(UTF_8)))
        .setProbe(new Probe(Map.of(), Map.of(), 0f))
        .setProvenance(new ReleaseProvenance("test", "", 0L))
        .build();
  }
}
