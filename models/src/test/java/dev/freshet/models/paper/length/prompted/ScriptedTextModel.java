package dev.freshet.models.paper.length.prompted;

import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.LabelScores;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.TextModel;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/** A black box whose answers functions of the prompt give. */
record ScriptedTextModel(
    Function<GenerationRequest, Generation> answer, Function<Prompt, LabelScores> labels)
    implements TextModel {

  /** Writes by a function of what the user says, and ends each text itself. */
  static ScriptedTextModel writing(Function<String, String> answer) {
    return new ScriptedTextModel(
        request -> ended(answer.apply(said(request.prompt()))),
        prompt -> new LabelScores(List.of(.5, .5), true));
  }

  static Generation ended(String text) {
    return new Generation(text, 1, Finish.STOP, OptionalDouble.empty());
  }

  /** What the user says in a prompt. */
  static String said(Prompt prompt) {
    return ((Prompt.Chat) prompt).messages().getLast().content();
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<String> stream) {
    return answer.apply(request);
  }

  @Override
  public OptionalDouble logProbability(Prompt prompt, String text) {
    return OptionalDouble.empty();
  }

  @Override
  public LabelScores scoreLabels(Prompt prompt, List<String> answers) {
    return labels.apply(prompt);
  }

  @Override
  public void close() {}
}
