package dev.freshet.models.paper.cki;

/** How the parents' weights become one. */
public enum Splicing {
  /** The mean of the parents' weights, weighted entry by entry. */
  SOFT,
  /** Each entry from the parent whose weight is greatest there; of equal ones, the first. */
  HARD
}
