package dev.freshet.serving.retrieval;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * Settings under {@code freshet.retrieval}: how many candidates each source gives at most.
 *
 * @param model videos near the user's vector
 * @param trending most watched videos of the surface
 * @param followed videos by authors the user follows
 * @param interest videos with a tag of what the user lately watched long
 * @param fresh latest uploads
 * @param random videos drawn from the whole catalogue
 */
@ConfigurationProperties("freshet.retrieval")
public record RetrievalConfig(
    @Bindable(defaultValue = "300") @Positive int model,
    @Bindable(defaultValue = "100") @PositiveOrZero int trending,
    @Bindable(defaultValue = "50") @PositiveOrZero int followed,
    @Bindable(defaultValue = "60") @PositiveOrZero int interest,
    @Bindable(defaultValue = "50") @PositiveOrZero int fresh,
    @Bindable(defaultValue = "30") @PositiveOrZero int random) {

  /**
   * The sources' shares of {@code candidates}, in the proportions of this configuration; this
   * configuration itself where it gives no more.
   */
  RetrievalConfig of(int candidates) {
    int all = model + trending + followed + interest + fresh + random;
    if (candidates >= all) {
      return this;
    }
    int elsewhere =
        share(trending, candidates, all)
            + share(followed, candidates, all)
            + share(interest, candidates, all)
            + share(fresh, candidates, all)
            + share(random, candidates, all);
    return new RetrievalConfig(
        Math.max(1, candidates - elsewhere),
        share(trending, candidates, all),
        share(followed, candidates, all),
        share(interest, candidates, all),
        share(fresh, candidates, all),
        share(random, candidates, all));
  }

  private static int share(int of, int candidates, int all) {
    return (int) ((long) of * candidates / all);
  }
}
