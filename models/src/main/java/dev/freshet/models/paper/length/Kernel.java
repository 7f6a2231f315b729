package dev.freshet.models.paper.length;

/** Which ratio decides whether a proposed text replaces the current one. */
public enum Kernel {
  /**
   * The rule of Metropolis and Hastings: {@code f' P' q(y|y') / (f P q(y'|y))}. Its stationary law
   * is {@code f P}; it needs an {@link EvaluableProposer} and a judge that knows {@code P}.
   */
  EXACT_HASTINGS {
    @Override
    public double logRatio(double fitness, double likelihood, double proposal) {
      return fitness + likelihood + proposal;
    }
  },
  /**
   * The paper's rule, {@code f' P' / (f P)}: an upper bound of the exact one where the proposal
   * favours the wanted length. It seeks the length far faster and does not sample from {@code f P}.
   */
  BOUND {
    @Override
    public double logRatio(double fitness, double likelihood, double proposal) {
      return fitness + likelihood;
    }
  };

  /**
   * Logarithm of the ratio; a proposal is accepted with its chance, at most 1.
   *
   * @param fitness {@code log f(y') - log f(y)}
   * @param likelihood {@code log P(y') - log P(y)}
   * @param proposal {@code log q(y|y') - log q(y'|y)}; 0 where it is not known
   */
  public abstract double logRatio(double fitness, double likelihood, double proposal);
}
