package dev.freshet.models.language.local;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.Logits;
import dev.freshet.models.language.local.Continuations.Continuation;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.LabelScores;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.language.token.StreamedText;
import dev.freshet.models.language.token.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A model of this process. A call runs on the caller's thread. */
final class LocalTextModel implements TextModel {
  private final String name;
  private final Continuations model;
  private final Tokenizer tokenizer;
  private final Set<Integer> ends;
  private final ChatPreset preset;
  private final LongSupplier nanoTime;

  /**
   * @param ends tokens that end a text; those of the preset are added
   * @param nanoTime of deadlines, see {@link System#nanoTime}
   */
  LocalTextModel(
      String name,
      Continuations model,
      Tokenizer tokenizer,
      Set<Integer> ends,
      ChatPreset preset,
      LongSupplier nanoTime) {
    this.name = name;
    this.model = model;
    this.tokenizer = tokenizer;
    this.preset = preset;
    this.nanoTime = nanoTime;
    this.ends = new HashSet<>(ends);
    for (String mark : preset.marks()) {
      OptionalInt token = tokenizer.token(mark);
      if (token.isEmpty()) {
        throw new ModelException(
            "%s: the tokenizer does not know %s of the chat preset %s; choose the preset that the model was trained with"
                .formatted(name, mark, preset.name()));
      }
      if (preset.ends().contains(mark)) {
        this.ends.add(token.getAsInt());
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Generation generate(GenerationRequest request, Consumer<String> stream) {
    long start = nanoTime.getAsLong();
    int[] prompt = encode(request.prompt());
    int room = model.context() - prompt.length;
    if (room < 1) {
      throw new IllegalArgumentException(
          "%s: a prompt of %d tokens leaves no room in a context of %d"
              .formatted(name, prompt.length, model.context()));
    }
    Sampler sampler = new Sampler(request.sampling());
    StopFilter filter = new StopFilter(request.stop());
    StreamedText text = new StreamedText(tokenizer, lead(prompt));
    int most = Math.min(request.maxTokens(), room);
    int written = 0;
    double logProbability = 0;
    Finish finish = Finish.LENGTH;
    try (Continuation sequence = model.start(prompt)) {
      while (written < most) {
        float[] logits = sequence.logits();
        int token = sampler.next(logits);
        if (ends.contains(token)) {
          finish = Finish.STOP;
          break;
        }
        logProbability += new Logits(logits, logits.length).logProbability(0, token);
        written++;
        pass(filter.add(text.add(token)), stream);
        if (filter.stopped()) {
          finish = Finish.STOP;
          break;
        }
        if (nanoTime.getAsLong() - start >= request.deadline().toNanos()) {
          finish = Finish.DEADLINE;
          break;
        }
        if (written < most) {
          sequence.add(token);
        }
      }
    }
    pass(filter.add(text.finish()), stream);
    pass(filter.finish(), stream);
    return new Generation(filter.text(), written, finish, OptionalDouble.of(logProbability));
  }

  private static void pass(String piece, Consumer<String> stream) {
    if (!piece.isEmpty()) {
      stream.accept(piece);
    }
  }

  /** The beginning, where nothing stands between it and the text that is written. */
  private int[] lead(int[] prompt) {
    boolean alone = prompt.length == 1 && OptionalInt.of(prompt[0]).equals(tokenizer.beginning());
    return alone ? prompt : new int[0];
  }

  private int[] encode(Prompt prompt) {
    String text =
        switch (prompt) {
          case Prompt.Raw raw -> raw.text();
          case Prompt.Chat chat -> preset.write(chat.messages());
        };
    int[] tokens = tokenizer.encode(text);
    OptionalInt beginning = tokenizer.beginning();
    if (beginning.isPresent()) {
      int[] all = new int[tokens.length + 1];
      all[0] = beginning.getAsInt();
      System.arraycopy(tokens, 0, all, 1, tokens.length);
      return all;
    }
    if (tokens.length == 0) {
      throw new IllegalArgumentException(
          name + ": the prompt must not be empty, since the model has no token for a beginning");
    }
    return tokens;
  }

  @Override
  public OptionalDouble logProbability(Prompt prompt, String text) {
    int[] tokens = tokenizer.encode(text);
    if (tokens.length == 0) {
      return OptionalDouble.of(0);
    }
    return OptionalDouble.of(model.logProbabilities(encode(prompt), List.of(tokens))[0]);
  }

  @Override
  public LabelScores scoreLabels(Prompt prompt, List<String> labels) {
    List<Integer> first = new ArrayList<>();
    for (String label : labels) {
      int[] tokens = tokenizer.encode(label);
      if (tokens.length == 0 || first.contains(tokens[0])) {
        throw new IllegalArgumentException(
            "%s: the labels must begin with different tokens: %s".formatted(name, labels));
      }
      first.add(tokens[0]);
    }
    try (Continuation sequence = model.start(encode(prompt))) {
      float[] logits = sequence.logits();
      double[] chosen = first.stream().mapToDouble(token -> logits[token]).toArray();
      return LabelScores.ofLogits(chosen, true);
    }
  }

  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
