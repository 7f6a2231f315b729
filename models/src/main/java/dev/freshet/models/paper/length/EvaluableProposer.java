package dev.freshet.models.paper.length;

/** A proposer that knows how probable its proposals are. */
public interface EvaluableProposer extends Proposer {

  /**
   * Logarithm of the probability {@code q(to | from)}; negative infinity where it cannot happen.
   */
  double logProbability(String from, String to);
}
