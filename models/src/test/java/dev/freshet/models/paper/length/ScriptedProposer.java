package dev.freshet.models.paper.length;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** A proposer whose first draft is given and whose versions a function makes. */
final class ScriptedProposer implements Proposer {

  private final Optional<String> first;
  private final BiFunction<String, RandomGenerator, Optional<String>> version;

  ScriptedProposer(String first, BiFunction<String, RandomGenerator, Optional<String>> version) {
    this.first = Optional.of(first).filter(text -> !text.isEmpty());
    this.version = version;
  }

  @Override
  public List<Optional<String>> drafts(List<RandomGenerator> random) {
    return Collections.nCopies(random.size(), first);
  }

  @Override
  public List<Optional<String>> next(List<String> current, List<RandomGenerator> random) {
    List<Optional<String>> next = new ArrayList<>();
    for (int chain = 0; chain < current.size(); chain++) {
      next.add(version.apply(current.get(chain), random.get(chain)));
    }
    return next;
  }
}
