package dev.freshet.models.paper.length.prompted;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.Sampling;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.paper.length.LengthGoal;
import dev.freshet.models.paper.length.LengthMeter;
import dev.freshet.models.paper.length.LengthUnit;
import dev.freshet.models.paper.length.Proposer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks any language model for drafts and versions, one request each. A request that fails gives no
 * text, so that one fault does not end a run.
 */
public final class PromptedProposer implements Proposer {

  private final TextModel model;
  private final CopyBrief brief;
  private final Wanted wanted;
  private final int maxTokens;
  private final Duration deadline;

  /**
   * The length that the prompts tell.
   *
   * @param meter the meter of the run, which also measures the text that the prompt shows
   * @param guided whether versions are told the wanted and the current length: the paper's proposal
   *     {@code q}, else {@code p}
   */
  public record Wanted(LengthGoal goal, LengthUnit unit, LengthMeter meter, boolean guided) {

    private String draft() {
      return "Write it with %s %s.".formatted(goal.inWords(), unit.plural());
    }

    private String version(String current) {
      if (!guided) {
        return "";
      }
      int length = meter.measure(current);
      int missing = length < goal.from() ? goal.from() - length : goal.to() - length;
      String change =
          goal.satisfiedBy(length)
              ? " and fits."
              : ", %d too %s.".formatted(Math.abs(missing), missing > 0 ? "few" : "many");
      return " %s It has %d %s now%s".formatted(draft(), length, unit.plural(), change);
    }
  }

  /**
   * A proposer for one source.
   *
   * @param maxTokens most tokens of one text; a longer one is dropped, never cut
   * @param deadline of one request
   */
  public PromptedProposer(
      TextModel model, CopyBrief brief, Wanted wanted, int maxTokens, Duration deadline) {
    this.model = model;
    this.brief = brief;
    this.wanted = wanted;
    this.maxTokens = maxTokens;
    this.deadline = deadline;
  }

  @Override
  public List<Optional<String>> drafts(List<RandomGenerator> random) {
    Prompt prompt = brief.ask(wanted.draft() + " Answer with the text alone.");
    return random.stream().map(chance -> write(prompt, chance)).toList();
  }

  @Override
  public List<Optional<String>> next(List<String> current, List<RandomGenerator> random) {
    List<Optional<String>> versions = new ArrayList<>();
    for (int chain = 0; chain < current.size(); chain++) {
      String text = current.get(chain);
      String question =
          "Write another version of the text.%s Answer with the text alone."
              .formatted(wanted.version(text));
      versions.add(write(brief.ask(question, text), random.get(chain)));
    }
    return versions;
  }

  private Optional<String> write(Prompt prompt, RandomGenerator random) {
    Sampling sampling = new Sampling(1, 1, random.nextInt(Integer.MAX_VALUE));
    try {
      return ModelAnswer.text(
          model.generate(new GenerationRequest(prompt, sampling, maxTokens, List.of(), deadline)));
    } catch (ModelException e) {
      return Optional.empty();
    }
  }
}
