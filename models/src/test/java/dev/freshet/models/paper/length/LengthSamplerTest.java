package dev.freshet.models.paper.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LengthSamplerTest {

  private static final LengthMeter CHARACTERS = String::length;
  private static final Judge INDIFFERENT = new AbsoluteJudge(text -> OptionalDouble.of(0));

  @Test
  void stopsWithTheFirstDraftWhereItSatisfies() {
    LengthResult result =
        run(LengthGoal.exact(3), new ScriptedProposer("abc", (text, random) -> fail()), 5, 4);

    assertThat(result.text()).isEqualTo("abc");
    assertThat(result.satisfied()).isTrue();
    assertThat(result.rounds()).isZero();
    assertThat(result.generated()).isEqualTo(1);
  }

  @Test
  void acceptsATextOfTheWantedLengthAtOnceAndStops() {
    LengthResult result =
        run(
            LengthGoal.exact(5),
            new ScriptedProposer("abc", (text, random) -> Optional.of(text + "d")),
            5,
            1);

    assertThat(result.text()).isEqualTo("abcdd");
    assertThat(result.rounds()).isEqualTo(2);
    assertThat(result.trace())
        .containsExactly(
            new LengthResult.Step(0, 0, 3, true),
            new LengthResult.Step(1, 0, 4, true),
            new LengthResult.Step(2, 0, 5, true));
    assertThat(result.acceptRate()).isEqualTo(1);
  }

  @Test
  void returnsTheNearestTextWhereTheGoalIsMissed() {
    LengthResult result =
        run(
            LengthGoal.exact(100),
            new ScriptedProposer("abc", (text, random) -> Optional.of(text + "d")),
            3,
            1);

    assertThat(result.satisfied()).isFalse();
    assertThat(result.text()).isEqualTo("abcddd");
    assertThat(result.length()).isEqualTo(6);
  }

  @Test
  void returnsTheBestGradedOfTheTextsThatSatisfy() {
    // each chain ends its text with a letter of its own; the grade is the letter's place
    Judge alphabet = new AbsoluteJudge(text -> OptionalDouble.of(text.charAt(text.length() - 1)));
    LengthSampler sampler =
        new LengthSampler(
            LengthGoal.exact(2),
            CHARACTERS,
            new ScriptedProposer(
                "a", (text, random) -> Optional.of(text + (char) ('a' + random.nextInt(26)))),
            alphabet,
            new LengthConfig(Kernel.BOUND, 1, 16, 0, 7));

    LengthResult result = sampler.run();

    assertThat(result.trace()).hasSize(17);
    assertThat(result.distinct()).isGreaterThan(8); // the chains draw each for themselves
    assertThat(result.text().charAt(1)).isGreaterThanOrEqualTo('v'); // best of 16 draws, seed 7
  }

  @Test
  void keepsTheTextWhereAProposalWasCutOffOrRefused() {
    LengthResult result =
        run(
            LengthGoal.exact(5),
            new ScriptedProposer("abc", (text, random) -> Optional.empty()),
            3,
            2);

    assertThat(result.text()).isEqualTo("abc");
    assertThat(result.generated()).isEqualTo(7);
    assertThat(result.trace()).hasSize(1);
    assertThat(result.acceptRate()).isZero();
  }

  @Test
  void answersWithNothingWhereNoFirstDraftCouldBeWritten() {
    LengthResult result =
        run(LengthGoal.atMost(5), new ScriptedProposer("", (text, random) -> fail()), 3, 2);

    assertThat(result.text()).isEmpty();
    assertThat(result.satisfied()).isFalse();
  }

  @Test
  void refusesATextThatTheJudgeCannotRead() {
    Judge unreadable =
        new AbsoluteJudge(
            text -> text.length() == 4 ? OptionalDouble.empty() : OptionalDouble.of(0));
    LengthSampler sampler =
        new LengthSampler(
            LengthGoal.exact(4),
            CHARACTERS,
            new ScriptedProposer("abc", (text, random) -> Optional.of("abcd")),
            unreadable,
            new LengthConfig(Kernel.BOUND, 3, 1, 0, 7));

    assertThat(sampler.run().text()).isEqualTo("abc");
  }

  @Test
  void acceptsAFartherTextOnlySometimes() {
    // from distance 1 to distance 4 and back: a quarter of the way out is accepted, all ways back
    LengthSampler sampler =
        new LengthSampler(
            LengthGoal.exact(10),
            CHARACTERS,
            new ScriptedProposer(
                "123456789",
                (text, random) -> Optional.of(text.length() == 9 ? "123456" : "123456789")),
            INDIFFERENT,
            new LengthConfig(Kernel.BOUND, 20_000, 1, 0, 7));

    LengthResult result = sampler.run();

    long out = result.trace().stream().filter(step -> step.length() == 6).count();
    long taken =
        result.trace().stream().filter(step -> step.length() == 6 && step.accepted()).count();
    assertThat((double) taken / out).isCloseTo(.25, within(.02)); // 3 standard deviations: .0103
    assertThat(result.trace().stream().filter(step -> step.length() == 9))
        .allMatch(LengthResult.Step::accepted);
  }

  @Test
  void givesTheSameTextForTheSameSeed() {
    Proposer proposer =
        new ScriptedProposer(
            "start", (text, random) -> Optional.of("x".repeat(1 + random.nextInt(30))));

    LengthResult first = run(LengthGoal.exact(17), proposer, 5, 4);
    LengthResult second = run(LengthGoal.exact(17), proposer, 5, 4);

    assertThat(second).isEqualTo(first);
  }

  @Test
  void endsAfterTheRoundInWhichItIsStopped() {
    LengthSampler[] sampler = new LengthSampler[1];
    sampler[0] =
        new LengthSampler(
            LengthGoal.exact(100),
            CHARACTERS,
            new ScriptedProposer(
                "abc",
                (text, random) -> {
                  sampler[0].stop();
                  return Optional.of(text + "d");
                }),
            INDIFFERENT,
            new LengthConfig(Kernel.BOUND, 1_000_000, 1, 0, 7));

    LengthResult result = sampler[0].run();

    assertThat(result.text()).isEqualTo("abcd");
    assertThat(sampler[0].best().text()).isEqualTo("abcd");
  }

  @Test
  void wantsProposalsThatCanBeEvaluatedForTheExactKernel() {
    LengthConfig exact = new LengthConfig(Kernel.EXACT_HASTINGS, 5, 1, 0, 7);
    Proposer unknown = new ScriptedProposer("a", (text, random) -> fail());

    assertThatThrownBy(
            () -> new LengthSampler(LengthGoal.exact(1), CHARACTERS, unknown, INDIFFERENT, exact))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("probability");
  }

  private static LengthResult run(LengthGoal goal, Proposer proposer, int rounds, int chains) {
    return new LengthSampler(
            goal,
            CHARACTERS,
            proposer,
            INDIFFERENT,
            new LengthConfig(Kernel.BOUND, rounds, chains, 0, 7))
        .run();
  }

  private static Optional<String> fail() {
    throw new AssertionError("nothing may be proposed");
  }
}
