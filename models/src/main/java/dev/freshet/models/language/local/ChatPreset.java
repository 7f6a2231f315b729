package dev.freshet.models.language.local;

import dev.freshet.models.language.text.Prompt.Message;
import dev.freshet.models.language.token.Tokenizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a conversation is written for a model. Marks of the preset that stand in a message are taken
 * apart, so that a message cannot pretend to be another.
 */
public enum ChatPreset {
  /** The contents of the messages, line by line. */
  RAW,
  /** {@code <|im_start|>role}, as Qwen and SmolLM2 are trained. */
  CHATML,
  /** {@code <|start_header_id|>role<|end_header_id|>}, as Llama 3 is trained. */
  LLAMA3;

  /**
   * The preset of a setting.
   *
   * @param name {@code raw}, {@code chatml} or {@code llama3}
   * @throws IllegalArgumentException if it is another
   */
  public static ChatPreset of(String name) {
    for (ChatPreset each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException("the chat preset must be raw, chatml or llama3: " + name);
  }

  /** The preset whose marks a tokenizer has. */
  static ChatPreset knownTo(Tokenizer tokenizer) {
    return Stream.of(CHATML, LLAMA3)
        .filter(each -> each.marks().stream().allMatch(mark -> tokenizer.token(mark).isPresent()))
        .findFirst()
        .orElse(RAW);
  }

  /** Marks that the model's tokenizer must know. */
  List<String> marks() {
    return switch (this) {
      case RAW -> List.of();
      case CHATML -> List.of("<|im_start|>", "<|im_end|>");
      case LLAMA3 ->
          List.of("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>");
    };
  }

  /** Marks with which the assistant ends a message. */
  List<String> ends() {
    return switch (this) {
      case RAW -> List.of();
      case CHATML -> List.of("<|im_end|>");
      case LLAMA3 -> List.of("<|eot_id|>");
    };
  }

  /** The conversation up to where the assistant continues. */
  String write(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      String role = message.role().written();
      String content = plain(message.content());
      switch (this) {
        case RAW -> text.append(content).append('\n');
        case CHATML -> text.append("<|im_start|>%s\n%s<|im_end|>\n".formatted(role, content));
        case LLAMA3 -> text.append(header(role)).append(content.strip()).append("<|eot_id|>");
      }
    }
    return switch (this) {
      case RAW -> text.toString();
      case CHATML -> text.append("<|im_start|>assistant\n").toString();
      case LLAMA3 -> text.append(header("assistant")).toString();
    };
  }

  private static String header(String role) {
    return "<|start_header_id|>%s<|end_header_id|>\n\n".formatted(role);
  }

  private String plain(String content) {
    String plain = content;
    for (String mark : marks()) {
      plain = plain.replace(mark, mark.replace("<|", "< |"));
    }
    return plain;
  }
}
