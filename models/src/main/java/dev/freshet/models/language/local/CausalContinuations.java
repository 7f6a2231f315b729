package dev.freshet.models.language.local;

import dev.freshet.models.language.Beams;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Prefix;
import java.util.List;

/** Our own graph, which keeps prompts as prefixes. */
record CausalContinuations(CausalModel model) implements Continuations {

  @Override
  public int context() {
    return model.config().context();
  }

  @Override
  public Continuation start(int[] prompt) {
    try (Prefix prefix = model.prefill(prompt)) {
      return new Grown(model.beams(prefix), prefix.last().logits().values());
    }
  }

  private static final class Grown implements Continuation {
    private final Beams beams;
    private float[] logits;

    Grown(Beams beams, float[] logits) {
      this.beams = beams;
      this.logits = logits;
    }

    @Override
    public float[] logits() {
      return logits;
    }

    @Override
    public void add(int token) {
      logits = beams.step(token).logits().values();
    }

    @Override
    public void close() {
      beams.close();
    }
  }

  @Override
  public double[] logProbabilities(int[] prompt, List<int[]> suffixes) {
    try (Prefix prefix = model.prefill(prompt)) {
      return model.logProbabilities(prefix, suffixes);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
