package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.TrustedRecords;
import org.junit.jupiter.api.Test;

class MetaMmfTrainerTest {

  private static final byte[] NOTHING = {};

  static {
    TrustedRecords.trust(); // releases are built before any is encoded
  }

  private final TinyFeed.Planted planted = TinyFeed.planted();
  private final InteractionSplit split = TinyFeed.split(planted);

  private MetaMmfTrainer trainer(byte[] handover) {
    return new MetaMmfTrainer(
        TinyFeed.config(Fusion.CANONICAL_POLYADIC), planted.vectors(), split, handover);
  }

  private static ModelRelease finish(MetaMmfTrainer trainer) {
    while (!trainer.done()) {
      trainer.epoch();
    }
    return trainer.release("g1");
  }

  @Test
  void continuesWithTheSameBitsWhenItIsSavedAndRestoredBetweenTwoEpochs() {
    try (MetaMmfTrainer uninterrupted = trainer(NOTHING);
        MetaMmfTrainer continued = trainer(NOTHING)) {
      for (int epoch = 0; epoch < 4; epoch++) {
        uninterrupted.epoch();
      }
      continued.restore(uninterrupted.save());

      ModelRelease expected = finish(uninterrupted);

      assertThat(finish(continued)).isEqualTo(expected);
      assertThat(continued.curve()).isEqualTo(uninterrupted.curve());
      assertThat(continued.handover()).isEqualTo(uninterrupted.handover());
    }
  }

  @Test
  void beginsWithTheFusionThatIsHandedOver() {
    try (MetaMmfTrainer first = trainer(NOTHING)) {
      first.epoch();
      byte[] learned = first.handover();
      try (MetaMmfTrainer next = trainer(learned);
          MetaMmfTrainer other = trainer(new byte[] {0, 0, 0, 0})) {

        assertThat(next.handover()).isEqualTo(learned);
        assertThat(other.handover()).isNotEqualTo(learned); // of another size
      }
    }
  }
}
