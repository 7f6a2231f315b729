package dev.freshet.experiments.paper.length;

import dev.freshet.experiments.Training;
import dev.freshet.experiments.grid.Progress;
import dev.freshet.models.paper.length.writer.WriterShape;
import dev.freshet.models.paper.length.writer.WriterTrainer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Trains the writer of glosses that is committed with {@code models}. */
public final class GlossTraining implements Training {

  private static final int BATCH = 64;
  private static final int EPOCHS = 4;
  private static final double RATE = 3e-3;
  private static final int SAY_EVERY = 100;

  /** A training with the settings of the committed writer. */
  public GlossTraining() {}

  @Override
  public String name() {
    return "glosses";
  }

  @Override
  public void run(Path out, int epochs, long seed, Progress progress) {
    int passes = epochs > 0 ? epochs : EPOCHS;
    WriterShape shape = WriterShape.glosses();
    GlossSplit split = GlossSplit.of(WordNetGlosses.all(), shape);
    try (WriterTrainer trainer =
        new WriterTrainer(split.vocabulary(), shape, split.training(), BATCH, passes, RATE, seed)) {
      progress.say(
          "%d glosses of %d have no unknown word"
              .formatted(trainer.examples(), split.training().size()));
      int[] steps = {0};
      for (int epoch = 1; epoch <= passes; epoch++) {
        int current = epoch;
        double mean =
            trainer.epoch(
                loss -> {
                  if (++steps[0] % SAY_EVERY == 0) {
                    progress.say("epoch %d, step %d, loss %.3f".formatted(current, steps[0], loss));
                  }
                });
        progress.say("epoch %d of %d, mean loss %.3f".formatted(epoch, passes, mean));
        try (OutputStream stream = Files.newOutputStream(out)) {
          trainer.weights().write(stream); // after each epoch: a broken run leaves something
        } catch (IOException e) {
          throw new UncheckedIOException("writing " + out, e);
        }
      }
      progress.say("%d weights, SHA-256 %s".formatted(trainer.weights().size(), digest(out)));
    }
  }

  private static String digest(Path file) {
    try (DigestInputStream stream =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      stream.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(stream.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
