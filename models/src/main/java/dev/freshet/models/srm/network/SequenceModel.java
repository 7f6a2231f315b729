package dev.freshet.models.srm.network;

import java.util.Locale;

/** The sequential family: what tells a history in one vector. */
public enum SequenceModel {
  /** Self-attention. */
  SASREC {
    @Override
    SequenceEncoder encoder(SrmConfig config) {
      return new SasRec(config);
    }
  },
  /** Gated recurrent units. */
  GRU4REC {
    @Override
    SequenceEncoder encoder(SrmConfig config) {
      return new Gru4Rec(config);
    }
  },
  /** Attention asked by the candidate. */
  DIN {
    @Override
    SequenceEncoder encoder(SrmConfig config) {
      return new Din(config);
    }
  };

  /** Name in topics, tables and settings, such as {@code gru4rec}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  abstract SequenceEncoder encoder(SrmConfig config);
}
